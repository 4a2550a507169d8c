export default [
  {
    layer: 'one owner',
    guard: 'a serial number is refused where another owner had it before',
    find: 'const isFree = (id: string): boolean => taken.get(id) === undefined;',
    replace: "const isFree = (id: string): boolean => taken.get(id) === undefined || id !== '';",
    tests: ['./contract'],
  },
  {
    layer: 'one owner',
    guard: 'a serial number repeats where nobody called its make unique',
    find: 'FROM serials s JOIN unique_makes u ON u.make = s.make JOIN serials o',
    replace: 'FROM serials s JOIN serials o',
    tests: ['./contract'],
  },
  {
    layer: 'one owner',
    guard: 'two cameras of one owner may have one serial number',
    find: "    <> (SELECT account FROM entries WHERE camera = s.camera AND role = 'owner')`;",
    replace:
      "    IS NOT (SELECT account || 'x' FROM entries WHERE camera = s.camera AND role = 'owner')`;",
    tests: ['./contract'],
  },
  {
    layer: 'one owner',
    guard: 'what plays of the later one ends when its make is called unique',
    find: 'if (isNew) for (const { camera: id } of rows) reopen(id);',
    replace: 'void [isNew, reopen];',
    tests: ['./contract'],
  },
  {
    layer: 'one owner',
    guard: 'what plays of the later one ends when the first one is met',
    find: '    reopenLater(id);\n',
    replace: '    void reopenLater;\n',
    tests: ['./contract'],
  },
  {
    layer: 'one owner',
    guard: 'a camera is known by its serial number since it was pinned',
    find: 'put.run(id, make, serial, since ?? now());',
    replace: 'put.run(id, make, serial, now() + 0 * (since ?? 0));',
    tests: ['./contract'],
  },
  {
    layer: 'one owner',
    guard: 'what was opened before claims no serial number',
    find: 'mustBeOpened(claim.camera, opening);',
    replace: '',
    tests: ['./contract'],
  },
];
