export default [
  {
    layer: 'restore',
    guard: 'that nobody confirmed owns a camera is passed on, from a server too',
    find: '  ...(row.unconfirmed && { unconfirmed: true }),\n',
    replace: '',
    tests: ['./contract'],
  },
];
