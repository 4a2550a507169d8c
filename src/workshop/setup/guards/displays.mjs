/** Guards of what displays and strangers may make the bridge do. */
const linking = 'src/edge/linking/fitting-code.ts';
const webrtc = 'src/pictures/streams/webrtc';

export const displays = [
  {
    layer: 'limits',
    guard: 'without STUN or TURN no address of a display is called',
    file: 'src/pictures/streams/webrtc/called.ts',
    find: 'if (servers.length === 0) return 0;',
    replace: '',
    tests: ['src/pictures/streams/webrtc/calls'],
  },
  {
    layer: 'limits',
    guard: 'no address of a display is called that is not public',
    file: 'src/pictures/streams/webrtc/called.ts',
    find: 'if (!mayCall(address) || byPlace',
    replace: 'if (byPlace',
    tests: ['src/pictures/streams/webrtc/calls'],
  },
  {
    layer: 'limits',
    guard: 'IPv4 that is wrapped in IPv6 counts as what it is',
    file: 'src/pictures/streams/webrtc/called.ts',
    find: "ipaddr.process(address).range() === 'unicast'",
    replace: "['unicast', 'ipv4Mapped'].includes(ipaddr.parse(address).range())",
    tests: ['src/pictures/streams/webrtc/called'],
  },
  {
    layer: 'limits',
    guard: 'of what a display names few addresses are called',
    file: 'src/pictures/streams/webrtc/called.ts',
    find: 'ranked.slice(0, most).map',
    replace: 'ranked.map',
    tests: ['src/pictures/streams/webrtc/calls'],
  },
  {
    layer: 'limits',
    guard: 'a code is not spent by another redirect URI',
    file: linking,
    find: "  if (code.redirectUri !== redirectUri) return 'redirect_uri';\n",
    replace: '',
    tests: ['src/edge/http/oauth-token'],
  },
  {
    layer: 'limits',
    guard: 'a code is not spent by another verifier',
    file: linking,
    find: 'proves(verifier, code.codeChallenge)',
    replace: 'proves.length === 2',
    tests: ['src/edge/http/oauth-token'],
  },
  {
    layer: 'limits',
    guard: 'the virtual display is a client of its own',
    file: 'src/bridge/bridge.ts',
    find: 'client: displayClient, now',
    replace: 'client, now',
    tests: ['src/workshop/end-to-end/display-client'],
  },
  {
    layer: 'limits',
    guard: 'a code that comes a second time ends its linking',
    file: 'src/edge/linking/token-model.ts',
    find: "await endGrant(parts, spent.code.grant, 'code-replayed');",
    replace: '',
    tests: ['src/edge/http/oauth-replay'],
  },
  {
    layer: 'displays',
    guard: 'that a stream stands is told after a look at the map',
    file: 'src/edge/http/media.ts',
    prepare: {
      find: "        if (message.signal.action === 'state') return undefined;\n",
      replace: '',
    },
    find: 'const session = await home.session(named(ticket));\n        // Who asks',
    replace:
      "if (message.signal.action === 'state') return undefined;\n        const session = await home.session(named(ticket));\n        // Who asks",
    tests: ['src/edge/http/media.test'],
  },
  {
    layer: 'displays',
    guard: 'who asks whether a stream is over watches nothing by that',
    file: 'src/edge/http/media.ts',
    find: "        if (message.signal.action === 'state') return undefined;\n        use(session, request);",
    replace:
      "        use(session, request);\n        if (message.signal.action === 'state') return undefined;",
    tests: ['src/edge/http/media.test'],
  },
  {
    layer: 'displays',
    guard: 'a state is asked for by the name of one’s own device',
    file: 'src/edge/http/media.ts',
    find: 'if (message.deviceId !== undefined && message.deviceId !== ticket.device) {',
    replace: 'if (message.deviceId === undefined && message.deviceId === ticket.device) {',
    tests: ['src/edge/http/media.test'],
  },
];
