export default [
  {
    layer: 'storage',
    guard: 'a copy leaves row-level security and triggers as they were',
    find: "  await each('FORCE', 'ENABLE');\n",
    replace: '',
    tests: ['./copy-side'],
  },
];
