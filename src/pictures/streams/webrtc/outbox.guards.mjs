export default [
  {
    layer: '7 delivery',
    guard: 'WebRTC asks again for each packet',
    find: 'if (!admitted(sending.unit)) return false;',
    replace: 'if (sending.left === 0 && !admitted(sending.unit)) return false;',
  },
  {
    layer: '7 delivery',
    guard: 'WebRTC asks before it sends a picture',
    find: 'if (!admitted(sending.unit)) return false;',
    replace: 'if (sending.left > 0 && !admitted(sending.unit)) return false;',
  },
  {
    layer: '7 delivery',
    guard: 'WebRTC asks before it sends a sound',
    find: 'if (admitted(unit)) send(payloads);',
    replace: 'send(payloads);',
  },
  {
    layer: '7 delivery',
    guard: 'WebRTC asks before it sends a packet again',
    find: 'if (!admitted(sending.unit)) return;',
    replace: '',
  },
  {
    layer: '7 delivery',
    guard: 'WebRTC asks about what the packets were made of, not about what they were asked for',
    find: 'if (!admitted(sending.unit)) return false;',
    replace: 'if (!admitted(head.unit)) return false;',
  },
  {
    layer: '7 delivery',
    guard: 'WebRTC sends nothing once it was refused',
    find: '      close();\n      options.onRefused();',
    replace: '      options.onRefused();',
  },
  {
    layer: '7 delivery',
    guard: 'WebRTC asks before it sends a report',
    find: 'const sending = (head.sending ??= begin(head));',
    replace: 'const sending = (head.sending ??= begin(head)); options.onBegin?.();',
    tests: ['./pump'],
  },
  {
    layer: '7 delivery',
    guard: 'what must not leave now is held back',
    find: 'if (held) return false;',
    replace: 'if (held) return true;',
  },
  {
    layer: 'streams',
    guard: 'a lease that is over ends no stream',
    find: "held = error instanceof Failure && error.code === 'unverified';",
    replace: '',
  },
];
