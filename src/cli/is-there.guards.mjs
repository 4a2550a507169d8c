export default [
  {
    layer: 'emergency',
    guard: 'what may not be looked at is not taken for absent',
    find: 'if (!isDenied(error)) return false;',
    replace: 'if (isDenied(error) || error) return false;',
  },
];
