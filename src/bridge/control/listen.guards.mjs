export default [
  {
    layer: 'secrets',
    guard: 'what a command asked is quoted in no error: a URL holds a password',
    find: "why: 'the bridge does not know what is asked: is it of another version?'",
    replace: 'why: line',
    tests: ['./control'],
  },
  {
    layer: 'emergency',
    guard: 'only its owner may speak to the bridge',
    find: '  chmodSync(path, 0o600);\n',
    replace: '',
    also: { find: 'process.umask(0o177)', replace: 'process.umask(0o022)' },
    tests: ['./control'],
  },
  {
    layer: 'emergency',
    guard: 'a line that is too long is not read',
    find: 'if (text.length > longestLine) {',
    replace: 'if (text.length > longestLine && text.length < 0) {',
    tests: ['./control'],
  },
];
