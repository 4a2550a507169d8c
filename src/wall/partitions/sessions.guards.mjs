export default [
  {
    layer: 'record',
    guard: 'no session starts that could not be recorded',
    find: '    recorder.ready();\n',
    replace: '',
    tests: ['./recorder'],
  },
  {
    layer: 'limits',
    guard: 'an account has so many sessions',
    find: "leastNeeded(others, this.#options.lease.clock())?.end('replaced');",
    replace: 'void others;',
  },
  {
    layer: 'limits',
    guard: 'the bridge has so many sessions',
    find: "if (isFull()) throw new Failure('overloaded', 'too many streams are open');",
    replace: 'void inAll;',
  },
  {
    layer: 'limits',
    guard: 'where all streams are taken, who has the most gives way',
    find: '    if (isFull()) this.#crowdOut(table.sessions.size + 1);\n',
    replace: '',
    tests: ['./sessions.test'],
  },
  {
    layer: 'limits',
    guard: 'nobody takes a stream from who has as few',
    find: 'if (sessions.size > (largest?.size ?? share)) largest = sessions;',
    replace: 'if (sessions.size > (largest?.size ?? 0)) largest = sessions;',
    tests: ['./sessions.test'],
  },
  {
    layer: 'limits',
    guard: 'where all streams are taken, whoever asks for the same again gives way to itself',
    find: '    if (isFull()) this.#replaceAwaited(table.awaited, facts);\n',
    replace: '',
    tests: ['./sessions.test'],
  },
  {
    layer: 'limits',
    guard: 'so many streams of an account await their displays',
    find: 'if (!this.#replaceAwaited(table.awaited, facts)) throw tooMany();',
    replace: '',
    tests: ['./sessions.test'],
  },
  {
    layer: 'limits',
    guard:
      'a stream that awaits its display is replaced by the same linking’s ask for the same device alone',
    find: 'session.grant === grant && session.device === device',
    replace: 'session.ended === false',
    tests: ['./sessions.test'],
  },
  {
    layer: 'limits',
    guard: 'displays have come for so many streams of an account',
    find: '      this.#replaceOpened(table, session);\n',
    replace: '',
    tests: ['./sessions.test'],
  },
];
