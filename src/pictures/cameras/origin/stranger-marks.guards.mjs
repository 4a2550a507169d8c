export default [
  {
    layer: 'other camera',
    guard: 'who answers by turns with the right camera costs no write at every look',
    find: '      if (known !== undefined) {\n        known.again = again;\n        return false;\n      }\n',
    replace: '      if (known !== undefined) return true;\n',
    tests: ['./pins.test'],
  },
  {
    layer: 'other camera',
    guard: 'who answered last after a minute by turns is what is written down',
    find: 'if (mark !== undefined) mark.again = undefined;',
    replace: 'void mark;',
    tests: ['./pins.test'],
  },
];
