/** Guards of what leaves the bridge as an alarm. */
const tests = ['src/bridge/alarm/outlet'];

export const alarm = [
  {
    layer: 'alarm',
    guard: 'a trip goes to TRIPWIRE_WEBHOOK as before',
    file: 'src/bridge/alarm/outlet.ts',
    find: '[tripwireWebhook, webhook], true)',
    replace: '[webhook], true)',
    tests,
  },
  {
    layer: 'alarm',
    guard: 'the alarm command runs without a shell',
    file: 'src/bridge/alarm/command.ts',
    find: 'shell: false,',
    replace: 'shell: true,',
    tests,
  },
  {
    layer: 'alarm',
    guard: 'nothing of an alarm is an argument',
    file: 'src/bridge/alarm/command.ts',
    find: 'spawn(program, args, {',
    replace: 'spawn(program, [...args, JSON.stringify(message)], {',
    tests,
  },
  {
    layer: 'alarm',
    guard: 'what an alarm command started ends with it',
    file: 'src/bridge/alarm/command.ts',
    find: 'process.kill(-pid,',
    replace: 'process.kill(pid,',
    tests,
  },
  {
    layer: 'alarm',
    guard: 'the alarm command ends with the bridge',
    file: 'src/bridge/alarm/command.ts',
    find: "closing.addEventListener('abort', onClosing, { once: true });",
    replace: '',
    tests,
  },
  {
    layer: 'alarm',
    guard: 'many cameras at a time flood nobody',
    file: 'src/bridge/alarm/outlet.ts',
    find: ' || sent.size >= mostInWindow',
    replace: '',
    tests,
  },
  {
    layer: 'alarm',
    guard: 'what was held back is told when the while is over',
    file: 'src/bridge/alarm/outlet.ts',
    find: "tell({ alarm: 'held-back', count: heldBack }, [webhook], false);",
    replace: '',
    tests,
  },
  {
    layer: 'alarm',
    guard: 'other cameras are not told to the tripwire’s webhook',
    file: 'src/bridge/alarm/outlet.ts',
    find: "tell({ alarm: 'other-camera', devices, line }, [webhook], false);",
    replace: "tell({ alarm: 'other-camera', devices, line }, [webhook, tripwireWebhook], false);",
    tests,
  },
];
