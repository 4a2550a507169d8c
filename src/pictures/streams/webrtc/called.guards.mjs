export default [
  {
    layer: 'limits',
    guard: 'without STUN or TURN no address of a display is called',
    find: 'if (servers.length === 0) return 0;',
    replace: '',
    tests: ['./calls'],
  },
  {
    layer: 'limits',
    guard: 'no address of a display is called that is not public',
    find: 'if (!mayCall(address) || byPlace',
    replace: 'if (byPlace',
    tests: ['./calls'],
  },
  {
    layer: 'limits',
    guard: 'IPv4 that is wrapped in IPv6 counts as what it is',
    find: "ipaddr.process(address).range() === 'unicast'",
    replace: "['unicast', 'ipv4Mapped'].includes(ipaddr.parse(address).range())",
  },
  {
    layer: 'limits',
    guard: 'of what a display names few addresses are called',
    find: 'ranked.slice(0, most).map',
    replace: 'ranked.map',
    tests: ['./calls'],
  },
];
