export default [
  {
    layer: 'pinning',
    guard: 'prove judges a still that was cut off by what it says alone',
    find: 'if (this.scrap(viewing, body) === 0 && whole)',
    replace: 'if (this.scrap(viewing, body) === 0)',
    tests: ['workshop/proof/prove/oracle'],
  },
  {
    layer: 'pinning',
    guard: 'prove judges a picture that was cut off by what it says alone',
    find: 'if (!cut || texts.length > 0) this.#judge',
    replace: 'if (!cut || texts.length >= 0) this.#judge',
    tests: ['workshop/proof/prove/oracle'],
  },
];
