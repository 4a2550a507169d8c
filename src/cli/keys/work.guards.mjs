export default [
  {
    layer: 'keys',
    guard: 'the bridge’s word counts only for the very keys of the key file',
    find: 'kids === undefined || sorted(reply.kids) === sorted(kids)',
    replace: 'kids === undefined || kids !== undefined',
    tests: ['workshop/end-to-end/keys'],
  },
];
