export default [
  {
    layer: 'fresh rights',
    guard: 'a picture that was read late is dated as it came',
    find: 'heardAt: this.#videoLateness.heardAt(rtpTimestamp, now),',
    replace: 'heardAt: now,',
  },
  {
    layer: 'fresh rights',
    guard: 'also sound',
    find: 'this.#audioLateness.heardAt(rtpTimestamp, now);',
    replace: 'now;',
  },
  {
    layer: 'limits',
    guard: 'a camera sends no more sound than it could need, whatever its timestamps say',
    find: 'if (!this.#soundBudget.take(now)) return;',
    replace: '',
    tests: ['./intake.test'],
  },
  {
    layer: 'floods',
    guard: 'tiny pictures in huge numbers end their connection',
    find: 'if (this.#isOver || !this.#pictureBudget.take(now)) return this.#exceed();',
    replace: '',
    tests: ['./flood'],
  },
  {
    layer: 'whole pictures',
    guard: 'a camera that is far slower than it says is known by what it does',
    find: 'this.#habits.rate.seenUs ?? video.intervalUs',
    replace: 'video.intervalUs',
    tests: ['./picture-rate'],
  },
];
