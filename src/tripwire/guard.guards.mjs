export default [
  {
    layer: 'tripwire',
    guard: 'a canary’s picture under another stamp trips',
    find: "trip('a canary under another stamp');",
    replace: 'void trip;',
    tests: ['./guard.test'],
  },
  {
    layer: 'tripwire',
    guard: 'a canary’s picture under another stamp goes no further',
    find: "trip('a canary under another stamp');\n    return false;",
    replace: "trip('a canary under another stamp');\n    return true;",
    tests: ['./guard.test'],
  },
  {
    layer: 'tripwire',
    guard: 'an old picture, played again, trips nothing',
    find: 'if (Math.abs(now() - watermark.filmedAt) <= freshMs) trip',
    replace: 'if (now() > 0) trip',
    tests: ['./guard.test'],
  },
  {
    layer: 'tripwire',
    guard: 'a foreign stamp of a canary trips',
    find: 'if (canarys) trip(',
    replace: 'if (!canarys) trip(',
    tests: ['./guard.test'],
  },
  {
    layer: 'tripwire',
    guard: 'only what a canary sees of its own camera is left out of the record',
    find: 'cameras.get(stamp.camera) === account',
    replace: 'cameras.has(stamp.camera) || account === undefined',
    tests: ['./guard.test'],
  },
];
