export default [
  {
    layer: 'limits',
    guard: 'linkings are told so many a page',
    find: '{ from: (page - 1) * perPage, most: perPage }',
    replace: '{ from: 0, most: 1_000 }',
    tests: ['edge/http/account.test'],
  },
];
