export default [
  {
    layer: 'limits',
    guard: 'a virtual display asks for itself in turn',
    find: 'asking.run(link.holder?.sub ?? link, ',
    replace: 'asking.run(Symbol(), ',
    tests: ['./asking'],
  },
];
