export default [
  {
    layer: 'fresh rights',
    guard: 'also sound',
    find: 'this.#lateness.heardAt(rtpTimestamp, now);',
    replace: 'now;',
    tests: ['./intake.test'],
  },
  {
    layer: 'limits',
    guard: 'a camera sends no more sound than it could need, whatever its timestamps say',
    find: 'else if (!this.#budget.take(now)) return;',
    replace: '',
    tests: ['./intake.test'],
  },
  {
    layer: 'limits',
    guard: 'nor more of it in packets that many frames share',
    find: 'if (!this.#budget.take(performance.now(), frames)) return false;',
    replace: '',
    tests: ['./flood'],
  },
];
