export default [
  {
    layer: 'record',
    guard: 'what stands for an address cannot be tried out without the keys',
    find: "createHmac('sha256', key)",
    replace: "createHmac('sha256', key === undefined ? '' : 'all')",
  },
];
