export default [
  {
    layer: 'record',
    guard: 'a bridge of an earlier version holds the same lock',
    find: "lock: join(path, 'audit.lock'),",
    replace: "lock: join(path, 'bridge.lock'),",
  },
];
