export default [
  {
    layer: '7 delivery',
    guard: 'HTTP asks the session before it writes',
    prepare: { find: 'stand still.\n      session.admit(payload);\n', replace: 'stand still.\n' },
    find: 'session.admit(payload);',
    replace: '',
    tests: ['./media.test'],
  },
  {
    layer: '7 delivery',
    guard: 'HTTP asks the map again before it writes',
    find: '      const session = await partition.session(named(ticket));\n      session.admit(payload);',
    replace:
      '      const session = { admit: () => undefined, onEnd: () => undefined };\n      session.admit();',
    tests: ['./media.test'],
  },
  {
    layer: 'ticket',
    guard: 'a still of a WebRTC session needs the bearer of its ticket',
    find: "if (ticket.protocol === 'webrtc' && !bears(ticket, request)) {",
    replace: 'if (ticket.device === "") {',
    tests: ['./media.test'],
  },
  {
    layer: 'record',
    guard: 'what leaves by HTTP is counted',
    find: 'session.delivered(payload.body.byteLength, payload.units);',
    replace: 'void 0;',
    tests: ['./media.test'],
  },
  {
    layer: 'record',
    guard: 'who asks for the size of a picture stands in the record',
    find: 'session.delivered(0, 0);',
    replace: 'void 0;',
    tests: ['./media.test'],
  },
  {
    layer: '7 delivery',
    guard: 'the delivery check comes again once the record is written',
    find: 'stand still.\n      session.admit(payload);\n',
    replace: 'stand still.\n',
    tests: ['./media.test'],
  },
  {
    layer: 'limits',
    guard: 'media that is not taken is counted',
    find: '      if (!head) untaken.track(ticket.proof.account, response, payload.body.byteLength);\n',
    replace: '',
    tests: ['./media.test'],
  },
];
