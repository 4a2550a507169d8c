export default [
  {
    layer: '1 brand',
    guard: 'an id is more than a string',
    find: 'string & { readonly [brand]: Kind }',
    replace: 'string & { readonly [brand]?: Kind | string }',
    tests: ['common/types.test.ts'],
  },
  {
    layer: '1 brand',
    guard: 'an id is read in its own form only',
    find: 'if (!text.startsWith(prefix) || !tail.test(text.slice(prefix.length))) {',
    replace: 'if (prefix === name) {',
  },
];
