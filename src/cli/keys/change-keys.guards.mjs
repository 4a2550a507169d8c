export default [
  {
    layer: 'keys',
    guard: 'keys retire drops no key for one reading of the clock',
    find: 'withoutSealing(standing(keys, reached())',
    replace: 'withoutSealing(standing(keys, now())',
    tests: ['cli/keys'],
  },
  {
    layer: 'keys',
    guard: 'keys rotate drops no key for one reading of the clock',
    find: 'standing(readKeyFile(file), reached())',
    replace: 'standing(readKeyFile(file), now())',
    tests: ['cli/keys'],
  },
  {
    layer: 'keys',
    guard: 'nothing is sealed anew before the bridge has said that it has the keys',
    find: '  await heard(kidsOf(keys));\n  const resealing',
    replace: '  const resealing',
    tests: ['cli/keys'],
  },
  {
    layer: 'keys',
    guard: 'a bridge that would not take up new keys is not left with them',
    find: '  await heard();\n',
    replace: '',
    tests: ['cli/keys'],
  },
  {
    layer: 'keys',
    guard: 'a sealing key that something needs stays in the key file',
    find: 'new Set(dropped)',
    replace: 'new Set(older)',
    tests: ['cli/keys'],
  },
  {
    layer: 'keys',
    guard: 'at once, what the old keys signed is believed no more',
    find: 'endOld ? atOnce(fresh) : fresh',
    replace: 'endOld ? fresh : fresh',
    tests: ['cli/keys'],
  },
];
