export default [
  {
    layer: '7 delivery',
    guard: 'what a display is sent is written in memory of its own',
    find: 'const memory = Buffer.alloc(maxPacketBytes);',
    replace:
      'const memory = ((globalThis as { lent?: Buffer }).lent ??= Buffer.alloc(maxPacketBytes));',
  },
  {
    layer: '7 delivery',
    guard: 'a packet shows nothing of a longer one before it',
    find: 'length === maxPacketBytes ? memory : memory.subarray(0, length)',
    replace: 'memory',
  },
];
