export default [
  {
    layer: 'reasons',
    guard: 'below the list a reason stands with its owner’s device alone',
    find: "const condition = role === 'owner' ? conditions?.get(device) : undefined;",
    replace: 'const condition = role === role ? conditions?.get(device) : undefined;',
  },
];
