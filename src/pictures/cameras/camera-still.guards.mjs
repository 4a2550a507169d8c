export default [
  {
    layer: '6 origin',
    guard: 'a still is recognised at its origin',
    find: 'guard.recognised();',
    replace: '',
  },
  {
    layer: 'pinning',
    guard: 'another camera’s still is not shown',
    find: "if (!isSame) throw new RtspFault('other-camera');",
    replace: 'void isSame;',
    tests: ['./camera-still', 'pictures/streams/stills/stills'],
  },
  {
    layer: 'reasons',
    guard: 'a still that could not be looked up is told as such, and not as a mistake of ours',
    find: "throw isKnown ? cause : new RtspFault('unverified', { cause });",
    replace: 'throw cause;',
  },
  {
    layer: '7 delivery',
    guard: 'a camera’s still is a JPEG',
    find: "return isJpeg(body) ? undefined : 'malformed';",
    replace: 'return isJpeg(body) ? undefined : undefined;',
  },
  {
    layer: '7 delivery',
    guard: 'a camera’s still has an end',
    find: "if (size > limits.jpegBytes) throw new Failure('too-large', 'the still is too large');",
    replace: '',
  },
  {
    layer: '6 origin',
    guard: 'a still that cannot be bound is not shown',
    find: "throw new RtspFault('unbound', { cause });",
    replace: 'void cause;',
  },
];
