export default [
  {
    layer: 'pinning',
    guard: 'the bridge asks who gives a still',
    find: 'lookup: resolveHost,\n    recognise,',
    replace: 'lookup: resolveHost,\n    recognise: async () => true,',
    tests: ['workshop/end-to-end/origin'],
  },
  {
    layer: 'tripwire',
    guard: 'the stills of the bridge ask the tripwire',
    find: '    ...(guard && { admits: (stamp, jpeg) => guard.admitsStill(stamp, jpeg) }),\n',
    replace: '',
    tests: ['workshop/end-to-end/tripwire'],
  },
  {
    layer: 'tripwire',
    guard: 'the packagers tell of a foreign unit',
    find: 'budget,\n    onForeign,\n    onOverloaded: overloads.note,',
    replace: 'budget,\n    onOverloaded: overloads.note,',
    tests: ['tripwire/wires'],
  },
  {
    layer: '6 origin',
    guard: 'the bridge holds stills to their origin',
    find: '    guardOrigin,\n    unanswered,',
    replace:
      '    guardOrigin: async (...asked) => ({ ...(await guardOrigin(...asked)), approach: async () => undefined, connected: () => undefined, choose: ([offer]) => offer, maySendToken: () => undefined, recognised: () => undefined, again() { return this; } }),\n    unanswered,',
    tests: ['workshop/end-to-end/origin'],
  },
  {
    layer: 'bridge wires',
    guard: 'the bridge counts how far streams get',
    find: 'count: (stage) => metrics.stream(stage)',
    replace: 'count: () => undefined',
    tests: ['workshop/end-to-end/bridge-wires'],
  },
  {
    layer: 'bridge wires',
    guard: 'the bridge holds a playlist until there is a picture',
    find: 'waitMs: times.playlistWait,',
    replace: 'waitMs: 0,',
    tests: ['workshop/end-to-end/bridge-wires'],
  },
  {
    layer: 'reasons',
    guard: 'how stills go is noted in the bridge',
    find: '    unanswered,\n    note: conditions.note,\n',
    replace: '    unanswered,\n',
    tests: ['workshop/end-to-end/other-lines'],
  },
];
