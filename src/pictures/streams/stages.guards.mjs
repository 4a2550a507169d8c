export default [
  {
    layer: 'refused lines',
    guard: 'a stream that was never fetched is told at the default level',
    find: 'else log?.info(fields()',
    replace: 'else log?.debug(fields()',
    tests: ['./create-streams', './stages'],
  },
];
