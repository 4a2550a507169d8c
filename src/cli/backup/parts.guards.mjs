export default [
  {
    layer: 'restore',
    guard: 'nobody changes the keys between the database of a backup and its keys',
    find: "const letGo = acquireFileLock(keysLock, 'another command is changing the keys');",
    replace: 'const letGo = () => void [acquireFileLock, keysLock];',
    tests: ['cli/backup'],
  },
];
