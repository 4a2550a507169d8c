export default [
  {
    layer: 'ticket',
    guard: 'a signature has one text',
    find: ".toString('base64url') === signature",
    replace: '.length > 0',
    tests: ['./tokens'],
  },
];
