export default [
  {
    layer: 'displays',
    guard: 'an end is one whatever else stands beside it',
    find: 'const end = lenient.safeParse(body).data;',
    replace: 'const end = shape.safeParse(body).data;',
  },
];
