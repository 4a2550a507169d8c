export default [
  {
    layer: '7 delivery',
    guard: 'what was cut before a stop is not published after it',
    find: 'if (muxed === undefined || mine !== era) return;',
    replace: 'if (muxed === undefined) return;',
    also: { find: 'mine === era ? await', replace: 'mine >= 0 ? await' },
    tests: ['./packager.test'],
  },
];
