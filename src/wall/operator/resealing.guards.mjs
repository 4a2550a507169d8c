export default [
  {
    layer: 'keys',
    guard: 'a value that does not open keeps no other from its new key',
    find: '    return undefined;',
    replace: '    throw new Error("shut");',
  },
  {
    layer: 'keys',
    guard: 'what is sealed meanwhile is sealed anew, too',
    find: 'const maxPasses = 5;',
    replace: 'const maxPasses = 1;',
  },
];
