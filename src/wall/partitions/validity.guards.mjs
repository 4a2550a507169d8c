export default [
  {
    layer: 'revocation',
    guard: 'a session’s device still leads to its camera',
    find: 'entry === undefined || !sameStamp(stampOf(entry), session.stamp)',
    replace: 'entry === undefined',
    tests: ['./session'],
  },
  {
    layer: 'revocation',
    guard: 'a session’s grant still stands',
    find: "if (!stands) return 'revoked';",
    replace: '',
    tests: ['./session'],
  },
  {
    layer: 'switch',
    guard: 'a session that runs ends when it is suspended',
    find: 'held.forbids(of) || held.lapsed',
    replace: 'held.lapsed',
    tests: ['./suspensions'],
  },
  {
    layer: 'opening',
    guard: 'a session ends when its camera is opened anew',
    find: "if (entry.opening !== session.opening) return 'reopened';",
    replace: '',
  },
  {
    layer: 'switch',
    guard: 'a suspension that came and went between two looks is seen',
    find: ' || held.lapsed(of, session)',
    replace: '',
    tests: ['./freed'],
  },
  {
    layer: 'restore',
    guard: 'a session of an unconfirmed owner’s camera ends',
    find: "if (entry.unconfirmed) return 'suspended';",
    replace: '',
    tests: ['./unconfirmed'],
  },
  {
    layer: '7 delivery',
    guard: 'a session whose rows do not open ends',
    find: "one === 'unreadable' ? 'unverifiable' : reasonOf(session, one, held)",
    replace: "one === 'unreadable' ? undefined : reasonOf(session, one, held)",
  },
  {
    layer: 'revocation',
    guard: 'a session of which no answer came is not taken for one that stands',
    find: "found[at] ?? 'unreadable'",
    replace: "found[at] ?? 'unchanged'",
  },
  {
    layer: 'switch',
    guard:
      'a suspension that is in force again by the clock is seen, though the store is unchanged',
    find: "if (one === 'unchanged') return reasonByTime(session, held);",
    replace: "if (one === 'unchanged') return undefined;",
    tests: ['./suspensions'],
  },
  {
    layer: 'fresh rights',
    guard: 'whoever asks after sessions notes when the store was at its revision',
    find: 'revisions.observe(revision);',
    replace: '',
  },
];
