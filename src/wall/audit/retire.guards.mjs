export default [
  {
    layer: 'clock',
    guard: 'a file that is dated wrongly is as old as the next',
    find: ' || written > now || written < latest) continue;',
    replace: ') continue;',
    tests: ['./open-audit'],
  },
];
