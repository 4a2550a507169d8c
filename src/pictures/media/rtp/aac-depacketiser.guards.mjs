export default [
  {
    layer: 'work on a camera’s bytes',
    guard: 'no packet has more AAC frames than any camera sends',
    find: 'if (sizes.length > limits.aacPacketFrames) return undefined;',
    replace: '',
  },
  {
    layer: 'limits',
    guard: 'a part of a frame of sound keeps nothing else of what came with it',
    find: 'this.#fragments.push(Buffer.from(part));',
    replace: 'this.#fragments.push(part);',
  },
  {
    layer: 'limits',
    guard: 'frames of sound that share a packet are bounded',
    find: 'if (most > 1 && !this.#takes(most)) return undefined;',
    replace: '',
    tests: ['./aac-depacketiser', 'pictures/cameras/rtsp/flood'],
  },
];
