export default [
  {
    layer: 'alarm',
    guard: 'a camera that comes and goes floods nobody',
    find: 'if (sent.has(name) || sent.size >= maxInWindow) {',
    replace: 'if (sent.size < 0) {',
  },
  {
    layer: 'alarm',
    guard: 'a trip goes to TRIPWIRE_WEBHOOK as before',
    find: '[tripwireWebhook, webhook], true)',
    replace: '[webhook], true)',
  },
  {
    layer: 'alarm',
    guard: 'many cameras at a time flood nobody',
    find: ' || sent.size >= maxInWindow',
    replace: '',
  },
  {
    layer: 'alarm',
    guard: 'what was held back is told when the while is over',
    find: "send({ alarm: 'held-back', count: heldBack }, [webhook], false);",
    replace: '',
  },
  {
    layer: 'alarm',
    guard: 'other cameras are not told to the tripwire’s webhook',
    find: "send({ alarm: 'other-camera', devices, line }, [webhook], false);",
    replace: "send({ alarm: 'other-camera', devices, line }, [webhook, tripwireWebhook], false);",
  },
];
