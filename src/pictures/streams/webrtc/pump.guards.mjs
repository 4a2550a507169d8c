export default [
  {
    layer: 'fresh rights',
    guard: 'WebRTC replays nothing from before',
    find: ' && unit.heardAt >= options.since',
    replace: '',
  },
  {
    layer: 'fresh rights',
    guard: 'a replay begins with a key picture',
    find: 'if (unit.key || past.length > 0) past.push(unit);',
    replace: 'past.push(unit);',
  },
  {
    layer: 'fresh rights',
    guard: 'what WebRTC passes over is followed by a key picture',
    find: "if (unit.kind === 'video') begun = false;",
    replace: '',
  },
  {
    layer: 'limits',
    guard: 'so many messages of a display are read in a second',
    find: 'if (stopped || !unwatch || isFlood()) return;',
    replace: 'if (stopped || !unwatch) return;',
  },
];
