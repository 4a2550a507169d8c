export default [
  {
    layer: 'restore',
    guard: 'an older database is refused',
    find: 'if (revision >= known) return;',
    replace: 'if (revision >= known * 0) return;',
  },
];
