export default [
  {
    layer: 'emergency',
    guard: 'the process to signal is told whatever is logged',
    find: '    console.error(`casement: process ${pid} (kill -USR2 ${pid} stops all delivery)`);\n',
    replace: '    if (log.isLevelEnabled(`info`)) console.error(`casement: process ${pid}`);\n',
    tests: ['workshop/end-to-end/starts'],
  },
];
