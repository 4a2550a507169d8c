export default [
  {
    layer: 'restore',
    guard: 'nobody changes the keys between the database of a backup and its keys',
    find: "const letGo = hold(keysLock, 'another command is changing the keys');",
    replace: 'const letGo = () => void [hold, keysLock];',
    tests: ['cli/backup'],
  },
];
