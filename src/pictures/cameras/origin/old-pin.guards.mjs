export default [
  {
    layer: 'pinning',
    guard: 'an old pin keeps what its camera said each time alike',
    find: 'old.fields.filter((name) => !ofStream.has(name))',
    replace: 'old.fields.filter((name) => name.length === 0)',
  },
  {
    layer: 'pinning',
    guard: 'a pin that names no device is told from one that does',
    find: 'return streamsOf(description).some((said) => hashOf(said, fields) === hash);',
    replace: 'return hash === description + fields.join();',
  },
];
