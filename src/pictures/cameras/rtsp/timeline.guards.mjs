export default [
  {
    layer: 'clocks',
    guard: 'a clock that runs at another speed is followed at ours',
    find: 'const step = ticked * factor;',
    replace: 'const step = ticked;',
  },
];
