export default [
  {
    layer: 'restore',
    guard: 'a backup that was cut off does not open',
    find: 'bytes.writeUInt8(last ? 1 : 0, 11);',
    replace: 'bytes.writeUInt8(0, 11); void last;',
    tests: ['wall/operator/backup/'],
  },
  {
    layer: 'restore',
    guard: 'no chunk of a backup stands in another’s place',
    find: 'bytes.writeUIntBE(index, 5, 6);',
    replace: 'void index;',
    tests: ['wall/operator/backup/'],
  },
  {
    layer: 'restore',
    guard: 'a pass phrase is not short',
    find: "if ('phrase' in secret && Array.from(secret.phrase).length < shortestPhrase) {",
    replace: "if ('phrase' in secret && secret.phrase === '') {",
    tests: ['wall/operator/backup/'],
  },
  {
    layer: 'restore',
    guard: 'a key file is not short',
    find: "if ('keyFile' in secret && secret.keyFile.length < shortestKeyFile) {",
    replace: "if ('keyFile' in secret && secret.keyFile.length < 1) {",
    tests: ['wall/operator/backup/'],
  },
];
