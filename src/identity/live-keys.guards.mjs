export default [
  {
    layer: 'keys',
    guard: 'a running bridge takes no file with another key under an id that it knows',
    find: 'if (text !== undefined && text !== textOf(key)) {',
    replace: 'if (false) {',
  },
  {
    layer: 'keys',
    guard: 'a running bridge takes no file without the keys of the record and of hashes',
    find: "const needed = lasting.includes(kind) || (kind === 'sealing'",
    replace: "const needed = false || (kind === 'sealing'",
  },
  {
    layer: 'keys',
    guard: 'a running bridge takes no file without a sealing key that something needs',
    find: "(kind === 'sealing' && used.has(key.kid))",
    replace: 'false',
  },
  {
    layer: 'keys',
    guard: 'a running bridge takes no file with another key of the record in front',
    find: 'if (lasting.includes(kind) && fresh[kind][0].kid !== before[kind][0].kid) {',
    replace: 'if (false) {',
  },
  {
    layer: 'keys',
    guard: 'what is taken up without asking the store loses no sealing key',
    find: 'new Set(current.keys.sealing.map(({ kid }) => kid))',
    replace: 'new Set<string>()',
  },
  {
    layer: 'keys',
    guard: 'a key of tokens or tickets ends while the bridge runs',
    find: 'if (at >= current.end || at < current.from)',
    replace: 'if (at < current.from)',
  },
  {
    layer: 'keys',
    guard: 'a key that a clock put ahead has ended is back with the clock',
    find: 'if (at >= current.end || at < current.from)',
    replace: 'if (at >= current.end)',
  },
];
