export default [
  {
    layer: 'sound',
    guard: 'a key picture stands still beside sound of more than two channels, too',
    find: 'return silence[channels - 1];',
    replace: 'return silence[channels > 2 ? -1 : channels - 1];',
  },
];
