export default [
  {
    layer: 'tripwire',
    guard: 'a watermark needs the keys of this installation',
    find: 'timingSafeEqual(mac(key, said), claimed)',
    replace: 'timingSafeEqual(mac(key, said), mac(key, said))',
  },
  {
    layer: 'tripwire',
    guard: 'a watermark counts for the camera that filmed it',
    find: 'tag === tagOf(genuine, camera)',
    replace: 'tag === tagOf(genuine, camera) || tag !== undefined',
  },
];
