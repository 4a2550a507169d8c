export default [
  {
    layer: 'storage',
    guard: 'where no new connection is to be had, one of those that are there is waited for',
    find: "['40001', '40P01', '53300']",
    replace: "['40001', '40P01']",
    tests: ['storage/postgres/trouble', 'workshop/end-to-end/outages'],
  },
  {
    layer: 'server',
    guard: 'an id that is taken and a row that is gone are told alike',
    find: "if (code === '23505' || code === '23503') {",
    replace: "if (code === '23505') {",
    tests: ['./row-security'],
  },
  {
    layer: 'server',
    guard: 'a call that a deadlock was in the way of is made anew',
    find: "['40001', '40P01', '53300']",
    replace: "['40001', '53300']",
    tests: ['./engine'],
  },
];
