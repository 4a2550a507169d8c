export default [
  {
    layer: 'ticket',
    guard: 'signalling needs the bearer of its ticket',
    find: 'if (!bears(ticket, request)) {',
    replace: 'if (ticket.protocol === "hls") {',
    tests: ['./media.test'],
  },
  {
    layer: 'displays',
    guard: 'that a stream stands is told after a look at the map',
    prepare: {
      find: "        if (message.signal.action === 'state') return undefined;\n",
      replace: '',
    },
    find: 'const session = await partition.session(named(ticket));\n        // Who asks',
    replace:
      "if (message.signal.action === 'state') return undefined;\n        const session = await partition.session(named(ticket));\n        // Who asks",
    tests: ['./media.test'],
  },
  {
    layer: 'displays',
    guard: 'who asks whether a stream is over watches nothing by that',
    find: "        if (message.signal.action === 'state') return undefined;\n        use(session, request, parts);",
    replace:
      "        use(session, request, parts);\n        if (message.signal.action === 'state') return undefined;",
    tests: ['./media.test'],
  },
  {
    layer: 'displays',
    guard: 'a state is asked for by the name of one’s own device',
    find: 'if (message.deviceId !== undefined && message.deviceId !== ticket.device) {',
    replace: 'if (message.deviceId === undefined && message.deviceId === ticket.device) {',
    tests: ['./media.test'],
  },
  {
    layer: 'media edge',
    guard: 'the same of a connection that is made',
    find: 'return toldIfItStands(\n          partition,\n          ticket,\n          streams.signal(partition, session, message.signal),\n        );',
    replace: 'return streams.signal(partition, session, message.signal);',
    tests: ['./media.test'],
  },
  {
    layer: 'limits',
    guard: 'so many signalling messages of an account are looked up',
    find: 'await countSignal(ticket.proof.account).catch(',
    replace: 'await Promise.resolve().catch(',
    tests: ['./media.test'],
  },
  {
    layer: 'limits',
    guard: 'a flood of signalling messages slows itself down',
    find: '      await pause(refusedAfterMs);\n',
    replace: '',
    tests: ['./media.test'],
  },
];
