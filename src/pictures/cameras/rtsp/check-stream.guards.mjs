export default [
  {
    layer: 'reasons',
    guard: 'a check tells of a camera that ends its connections, though it plays in between',
    find: 'if (lost !== undefined) return failedAt(lost);',
    replace: '',
    tests: ['pictures/cameras/check-camera'],
  },
];
