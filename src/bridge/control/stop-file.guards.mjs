export default [
  {
    layer: 'emergency',
    guard: 'a stop that cannot be read is a stop',
    find: "    return { since: Math.floor(mtimeMs), terms: { reason: 'stopped.json cannot be read' } };",
    replace: '    return void mtimeMs;',
    tests: ['./control'],
  },
  {
    layer: 'emergency',
    guard: 'a draft that found no room is removed',
    find: '    rmSync(draft, { force: true });\n',
    replace: '',
    tests: ['cli/act'],
  },
  {
    layer: 'emergency',
    guard: 'a stop without an end outlasts one with an end',
    find: '(stop.terms.until ?? Infinity) > (row.until ?? Infinity)',
    replace: '(stop.terms.until ?? 0) > (row.until ?? Infinity)',
    tests: ['./control'],
  },
];
