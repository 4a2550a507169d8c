export default [
  {
    layer: 'fresh rights',
    guard: 'a picture that was read late is dated as it came',
    find: 'heardAt: this.#videoLateness.heardAt(rtpTimestamp, now),',
    replace: 'heardAt: now,',
  },
  {
    layer: 'floods',
    guard: 'tiny pictures in huge numbers end their connection',
    find: 'if (this.#isOver || !this.#pictureBudget.take(now)) return this.#exceed();',
    replace: '',
    tests: ['./flood'],
  },
];
