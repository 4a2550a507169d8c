export default [
  {
    layer: 'forged media',
    guard: 'another stream’s packets do not stand in',
    find: ' && !this.#listed.has(type)',
    replace: '',
  },
];
