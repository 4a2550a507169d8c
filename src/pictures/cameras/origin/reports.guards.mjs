export default [
  {
    layer: 'pinning',
    guard: 'what was told before a repin is told anew after it',
    find: 'if (known.opening !== undefined) known.lines.clear();',
    replace: '',
    tests: ['./pins'],
  },
  {
    layer: 'alarm',
    guard: 'what was opened before a row was put right is no alarm after it',
    find: 'if (from === opening) return true;',
    replace: 'if (from <= opening) return true;',
    tests: ['./pins.test', './stale'],
  },
  {
    layer: 'alarm',
    guard:
      'what was opened before a row was put right is no alarm where another camera was told of since',
    find: ' && from >= known.since;',
    replace: ' && from > 0;',
    tests: ['./pins.test'],
  },
  {
    layer: 'alarm',
    guard: 'what was opened before another camera was told of is an alarm, too',
    find: ' && from >= known.since;',
    replace: ' && from < 0;',
    tests: ['./pins.test'],
  },
  {
    layer: 'limits',
    guard: 'a camera whose words change is told of now and then',
    find: 'lately.length >= maxReports',
    replace: 'lately.length >= 1_000',
    tests: ['./pins.test'],
  },
];
