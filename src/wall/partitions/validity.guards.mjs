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
    find: 'held.forbids(entry) || held.lapsed',
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
    find: ' || held.lapsed(entry, session)',
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
];
