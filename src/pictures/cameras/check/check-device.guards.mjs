export default [
  {
    layer: 'reasons',
    guard: 'a check tells of another account’s serial number as such',
    find: "cause instanceof OriginRefusal && cause.reason !== 'same-serial'",
    replace: 'cause instanceof OriginRefusal',
    tests: ['pictures/cameras/check-camera'],
  },
  {
    layer: 'reasons',
    guard:
      'a check tells of a device that could not be looked up as such, and not as a mistake of ours',
    find: "throw isOfService ? cause : new RtspFault('unverified', { cause });",
    replace: 'throw cause;',
    tests: ['pictures/cameras/check-camera'],
  },
];
