export default [
  {
    layer: 'bridge wires',
    guard: 'the bridge’s metrics tell how cameras fare',
    find: 'conditions: () => conditionCounts(),',
    replace: 'conditions: async () => ({}),',
    tests: ['workshop/end-to-end/bridge-wires'],
  },
];
