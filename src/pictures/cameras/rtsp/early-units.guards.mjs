export default [
  {
    layer: 'opening',
    guard: 'what comes while a camera is being bound is bounded',
    find: 'if (this.#isTooMuch()) this.#letGo(this.#kept.length);',
    replace: '',
  },
  {
    layer: 'opening',
    guard: 'of too much what follows the newest key picture is kept',
    find: 'if (this.#isTooMuch()) this.#letGo(this.#newest);',
    replace: '',
  },
  {
    layer: 'opening',
    guard: 'what is left of a key picture that was let go of goes nowhere',
    find: 'if (!begins && this.#kept.length === 0) return;',
    replace: '',
  },
];
