export default [
  {
    layer: 'restore',
    guard: 'nothing is copied over rows on a server',
    find: 'if (row?.is !== true) continue;',
    replace: 'if (row !== undefined) continue;',
    tests: ['./copy-side'],
  },
  {
    layer: 'restore',
    guard: 'a copy on a server is above all that is known',
    find: 'greatest(0, greatest($1::bigint, ${highest}) - casement.revision() + 1)',
    replace: 'greatest(0, $1::bigint * 0 + greatest(0, ${highest}) - casement.revision() + 1)',
    tests: ['./copy-side'],
  },
];
