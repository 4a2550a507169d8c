export default [
  {
    layer: 'pinning',
    guard: 'the bridge asks who streams',
    find: 'const opening: SourceOptions = {\n    recognise,',
    replace: 'const opening: SourceOptions = {\n    recognise: async () => true,',
    tests: ['workshop/end-to-end/pinning'],
  },
  {
    layer: 'tripwire',
    guard: 'the feeds of the bridge ask the tripwire',
    find: '    ...(guard && { admits: (unit) => guard.admits(unit) }),\n',
    replace: '',
    tests: ['workshop/end-to-end/tripwire'],
  },
  {
    layer: 'tripwire',
    guard: 'the feeds tell of a foreign unit',
    find: 'createFeeds({\n    onForeign,',
    replace: 'createFeeds({',
    tests: ['tripwire/wires'],
  },
  {
    layer: '6 origin',
    guard: 'the bridge holds streams to their origin',
    find: '    unanswered,\n    guardOrigin,\n    note:',
    replace:
      '    unanswered,\n    guardOrigin: async (...asked) => ({ ...(await guardOrigin(...asked)), approach: async () => undefined, connected: () => undefined, choose: ([offer]) => offer, maySendToken: () => undefined, recognised: () => undefined, again() { return this; } }),\n    note:',
    tests: ['workshop/end-to-end/origin'],
  },
  {
    layer: 'opening',
    guard: 'the bridge asks whether what lingers still stands',
    find: 'stands: (address) => register.stands(address),',
    replace: 'stands: async () => true,',
    tests: ['workshop/end-to-end/corrected'],
  },
];
