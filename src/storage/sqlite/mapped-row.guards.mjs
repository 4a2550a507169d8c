export default [
  {
    layer: 'restore',
    guard: 'a camera is unconfirmed with its owner',
    find: "WHERE o.camera = c.id AND o.role = 'owner' AND a.unconfirmed = 0",
    replace: "WHERE o.camera = c.id AND o.role = 'owner'",
    tests: ['./contract'],
  },
];
