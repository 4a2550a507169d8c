export default [
  {
    layer: 'whole pictures',
    guard: 'a camera that is far slower than it says is known by what it does',
    find: 'this.#habits.rate.seenUs ?? video.intervalUs',
    replace: 'video.intervalUs',
    tests: ['./picture-rate'],
  },
];
