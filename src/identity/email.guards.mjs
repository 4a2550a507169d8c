export default [
  {
    layer: 'limits',
    guard: 'an e-mail address holds nothing that cannot be seen',
    find: 'if (unseen.test(text) || blank.test(text)) {',
    replace: 'if (unseen.test("") || blank.test(text)) {',
  },
  {
    layer: 'limits',
    guard: 'an e-mail address holds no blank that Unicode counts as a symbol',
    find: '|| blank.test(text)',
    replace: '|| blank.test("")',
  },
  {
    layer: 'limits',
    guard: 'look-alikes that UTS 39 leaves out are taken for what they look like',
    find: 'unhomoglyph(plainlySeen(seen))',
    replace: 'unhomoglyph(seen)',
  },
];
