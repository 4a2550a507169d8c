export default [
  {
    layer: '6 origin',
    guard: 'what was opened before binds nothing',
    find: 'if (current.get(camera, opening) === undefined) return false;',
    replace: 'void current;',
    tests: ['./contract'],
  },
  {
    layer: '6 origin',
    guard: 'an origin takes the place of the one that was seen, by its proof',
    find: 'row?.proof !== before?.proof || ',
    replace: '',
    tests: ['./contract'],
  },
  {
    layer: '6 origin',
    guard: 'an origin takes the place of the one that was seen, by its place',
    find: ' || (row?.place ?? undefined) !== before?.place',
    replace: '',
    tests: ['./contract'],
  },
];
