export default [
  {
    layer: 'reasons',
    guard: 'what it plays in between is no news of a camera that ends its connections',
    find: 'if (isNews && !this.#flapping.isOn) this.#noteShowing();',
    replace: 'if (isNews) this.#noteShowing();',
    tests: ['./flapping'],
  },
  {
    layer: 'reasons',
    guard: 'a camera that ended its connections plays again once one lasts',
    find: 'this.#flapping.goesOn(this.flowedMs())) this.#noteShowing();',
    replace: 'this.#flapping.goesOn(0)) this.#noteShowing();',
    tests: ['./flapping'],
  },
  {
    layer: 'frozen camera',
    guard: 'a key picture whose followers broke off makes nobody ready',
    find: 'return isFresh && this.isShowing() ?',
    replace: 'return isFresh ?',
    tests: ['./frozen'],
  },
  {
    layer: 'frozen camera',
    guard: 'an old key picture makes nobody ready who cannot begin with it',
    find: 'now - this.#keyAt <= oldestMs;',
    replace: 'oldestMs >= 0;',
    tests: ['./frozen'],
  },
  {
    layer: 'opening',
    guard: 'a damaged camera does not play again by one key picture',
    find: 'this.#isLossy = isMost;',
    replace: '',
    tests: ['./frozen'],
  },
  {
    layer: 'reasons',
    guard: 'a camera that sends no key picture is not ready',
    find: 'isFresh && this.isShowing() ? 0 : this.#rhythm.dueMs(now);',
    replace: '0;',
    tests: ['./first-picture'],
  },
];
