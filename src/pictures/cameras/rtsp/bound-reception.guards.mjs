export default [
  {
    layer: 'pinning',
    guard: 'a camera is asked after on every connection',
    find: "(await recognise(address, 'stream', seen, again)) &&",
    replace:
      "(connection.before !== undefined || (await recognise(address, 'stream', seen, again))) &&",
    tests: ['./recognition'],
  },
  {
    layer: 'pinning',
    guard: 'a camera with another ONVIF serial number is not played',
    find: '&& (await sameDevice()),',
    replace: '&& (void sameDevice, true),',
    tests: ['./recognition'],
  },
  {
    layer: '6 origin',
    guard: 'a guard that cannot be had lets nothing be connected',
    find: "throw new RtspFault('unverified', { cause });",
    replace:
      "const open = {\n        line: 'stream' as const,\n        transport: undefined,\n        ca: undefined,\n        order: (found: readonly string[]) => found,\n        approach: async () => undefined,\n        connected: () => void cause,\n        choose: <Offer>([first]: readonly Offer[]) => first as Offer,\n        maySendToken: () => undefined,\n        refused: () => undefined,\n        recognised: () => undefined,\n        again: () => open,\n        bind: async () => undefined,\n      };\n      return open;",
    tests: ['./origin'],
  },
  {
    layer: '6 origin',
    guard: 'the bound transport is handed on',
    find: 'boundTransport: guard.transport,',
    replace: 'boundTransport: undefined,',
    tests: ['./origin'],
  },
  {
    layer: '6 origin',
    guard: 'what is tried binds the transport, too',
    find: 'await guard.bind(reception.transport)',
    replace: 'await guard.bind()',
    tests: ['pictures/cameras/check-camera'],
  },
  {
    layer: 'reasons',
    guard: 'a row that holds no URL is told as such',
    find: 'const target = parseTarget(address.stream);',
    replace:
      "const target = await guardOrigin(address, 'stream').then(() => parseTarget(address.stream), () => { throw new RtspFault('unverified'); });",
    tests: ['./origin.test'],
  },
  {
    layer: '6 origin',
    guard: 'what plays is bound',
    find: 'await guard.bind(reception.transport).catch(',
    replace: 'await Promise.resolve().catch(',
    tests: ['./rtsp-source'],
  },
];
