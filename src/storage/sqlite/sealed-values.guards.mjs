export default [
  {
    layer: 'keys',
    guard: 'a sealing key is dropped only where nothing is sealed with it',
    find: 'kinds.every(({ used }) => used.get(kid) === undefined)',
    replace: 'kinds.length > 0',
    tests: ['./contract'],
  },
  {
    layer: 'keys',
    guard: 'places of origins are sealed anew, too',
    find: "  UNION ALL SELECT 'place', camera, line, place FROM origins WHERE place IS NOT NULL\n",
    replace: '',
    tests: ['./contract'],
  },
  {
    layer: 'keys',
    guard: 'proofs of origins are sealed anew, too',
    find: "  UNION ALL SELECT 'proof', camera, line, proof FROM origins\n",
    replace: '',
    tests: ['./contract'],
  },
  {
    layer: 'keys',
    guard: 'a key is in use by a place of an origin, too',
    find: "    ['origins', 'place', 'place IS NOT NULL'],\n",
    replace: '',
    tests: ['./contract'],
  },
  {
    layer: 'keys',
    guard: 'a key is in use by a proof of an origin, too',
    find: "    ['origins', 'proof', '1'],\n",
    replace: '',
    tests: ['./contract'],
  },
  {
    layer: 'keys',
    guard: 'what was changed meanwhile is not put back by resealing',
    find: "'UPDATE cameras SET sealed_source = ? WHERE id = ? AND sealed_source = ?'",
    replace: "'UPDATE cameras SET sealed_source = ? WHERE id = ? AND ? IS NOT NULL'",
    tests: ['./contract'],
  },
];
