export default [
  {
    layer: 'keys',
    guard: 'a key file that others can read is refused',
    find: '(permitted(file, () => statSync(file)).mode & 0o077) !== 0',
    replace: 'false',
    tests: ['./keyring'],
  },
  {
    layer: 'keys',
    guard: 'a key file that root replaces stays its owner’s',
    find: 'fchownSync(handle, owner.uid, owner.gid);',
    replace: '',
  },
  {
    layer: 'keys',
    guard: 'a key file is written over no other file',
    find: "openSync(path, 'wx', 0o600)",
    replace: "openSync(path, 'w', 0o600)",
  },
];
