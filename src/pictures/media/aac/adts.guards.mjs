export default [
  {
    layer: 'sound',
    guard: 'an ADTS header before an AAC frame is taken away',
    find: 'size === frame.length && size > head ? frame.subarray(head) : frame;',
    replace: 'frame;',
    tests: ['pictures/media/rtp/aac-depacketiser'],
  },
];
