export default [
  {
    layer: 'record',
    guard: 'a ticket that goes round does not fill the record with places',
    find: 'if (known || this.#others.size > maxPlaces) return;',
    replace: 'if (known) return;',
    tests: ['./live-session'],
  },
  {
    layer: 'record',
    guard: 'a ticket that goes round does not fill the record with connections',
    find: 'if (this.#reconnections > maxReconnections) return;',
    replace: '',
    tests: ['./live-session'],
  },
  {
    layer: 'record',
    guard: 'a ticket that goes round does not fill the record with its places',
    find: 'if (known || this.#others.size > maxPlaces) return;',
    replace: 'if (known) return;',
    tests: ['./live-session'],
  },
  {
    layer: 'record',
    guard: 'more places of a ticket than are noted are told once, too',
    find: "if (this.#others.size > maxPlaces) this.#report({ what: 'more', of: 'elsewhere' });",
    replace: 'if (this.#others.size > maxPlaces) return;',
    tests: ['./live-session'],
  },
];
