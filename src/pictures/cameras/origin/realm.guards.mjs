export default [
  {
    layer: '6 origin',
    guard: 'a realm that is an address alone is compared whole',
    find: 'return tells(spelt) ? spelt : bare(text);',
    replace: 'return tells(spelt) ? spelt : bare(spelt);',
    tests: ['./realm', './origin-guard'],
  },
];
