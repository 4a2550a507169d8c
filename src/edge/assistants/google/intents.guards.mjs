export default [
  {
    layer: 'limits',
    guard: 'the devices of an EXECUTE weigh as those of a QUERY do',
    find: "if (asked.intent !== 'action.devices.EXECUTE') return 0;",
    replace: "if (asked.intent !== 'action.devices.SYNC') return 0;",
    tests: ['edge/http/pace'],
  },
  {
    layer: 'limits',
    guard: 'a requestId that cannot be given back as it came is refused',
    find: '|| Math.abs(id) <= Number.MAX_SAFE_INTEGER',
    replace: '|| Math.abs(id) <= Infinity',
  },
];
