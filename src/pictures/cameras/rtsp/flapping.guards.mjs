export default [
  {
    layer: 'flapping',
    guard: 'a camera that is kicked every ten seconds does not play',
    find: 'const usualSteadyMs = 30_000;',
    replace: 'const usualSteadyMs = 10_000;',
  },
];
