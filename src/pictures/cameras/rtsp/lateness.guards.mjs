export default [
  {
    layer: 'fresh rights',
    guard: 'what lies there when a connection begins is as old as that',
    find: 'this.#readAt = beganAt;',
    replace: 'this.#readAt = Math.max(beganAt, Infinity);',
  },
  {
    layer: 'fresh rights',
    guard: 'a clock that jumps makes nothing younger',
    find: 'this.#lateMs + waited - (step ?? 0)',
    replace: 'step === undefined ? 0 : this.#lateMs + waited - step',
  },
  {
    layer: 'fresh rights',
    guard: 'a jump forward is none that was caught up with',
    find: ' && ahead < jumpMs',
    replace: ' && ahead < Infinity',
  },
  {
    layer: 'fresh rights',
    guard: 'a standstill of ours is no doubt of a camera’s clock',
    find: 'Math.min(waited, longestPauseMs)',
    replace: 'waited',
  },
  {
    layer: 'fresh rights',
    guard: 'what was waited for the first packet is no doubt of a camera’s clock',
    find: 'step === undefined && this.#begun',
    replace: 'step === undefined',
  },
  {
    layer: 'fresh rights',
    guard: 'packets without a unit begin a clock, and do not go on with it',
    find: 'if (this.#rtp === undefined) this.heardAt(rtp, now);',
    replace: 'this.#rtp = rtp;\n    this.#readAt = now;',
  },
];
