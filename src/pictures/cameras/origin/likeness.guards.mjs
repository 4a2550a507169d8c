export default [
  {
    layer: 'pinning',
    guard: 'what was said is hashed by its name',
    find: "[name, said[name] ?? '']",
    replace: '[name, name.slice(0, 0)]',
    tests: ['./likeness', './pins'],
  },
  {
    layer: 'pinning',
    guard: 'the ONVIF serial number is part of what is pinned',
    find: "  'serial',\n  'hardware',\n] as const;",
    replace: "  'hardware',\n] as const;",
    tests: ['./pins'],
  },
];
