export default [
  {
    layer: 'storage',
    guard: 'where no new connection is to be had, one of those that are there is waited for',
    find: "['40001', '40P01', '53300']",
    replace: "['40001', '40P01']",
    tests: ['storage/postgres/trouble', 'workshop/end-to-end/outages'],
  },
];
