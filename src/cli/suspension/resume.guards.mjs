export default [
  {
    layer: 'emergency',
    guard: 'nothing is said to be resumed that the bridge may be about to write down',
    find: 'if (held === silent) {',
    replace: 'if (held === undefined) {',
    tests: ['workshop/end-to-end/commands'],
  },
  {
    layer: 'emergency',
    guard: 'resuming everything takes back what the bridge still holds',
    find: "await askFolder(folder, { ask: 'resume' })",
    replace: "await askFolder(`${folder}/nowhere`, { ask: 'resume' })",
    tests: ['cli/act'],
  },
  {
    layer: 'emergency',
    guard: 'a stop that the bridge cannot take back is not told to be resumed',
    find: "if (reply.reply === 'failed') {",
    replace: "if (reply.reply === 'keys') {",
    tests: ['cli/act'],
  },
  {
    layer: 'emergency',
    guard: 'a stop that only the file has is resumed by any clock',
    find: 'keptStop(folder) ?? (held',
    replace: 'keptStop(folder, Date.now()) ?? (held',
    tests: ['./suspension.test'],
  },
];
