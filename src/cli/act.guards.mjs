export default [
  {
    layer: 'emergency',
    guard: 'a word of before is no word',
    find: "reply?.reply === 'acted' && reply.revision >= revision",
    replace: "reply?.reply === 'acted'",
  },
  {
    layer: 'emergency',
    guard: 'a bridge that runs and does not answer is told of',
    find: '  if (!bridgeRuns(folder)) {',
    replace: '  if (bridgeRuns(folder)) {',
  },
  {
    layer: 'emergency',
    guard: 'a row that was written is not said to have failed',
    find: 'store.revision().catch(() => undefined)',
    replace: 'store.revision()',
  },
];
