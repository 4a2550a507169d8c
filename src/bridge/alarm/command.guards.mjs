export default [
  {
    layer: 'alarm',
    guard: 'the alarm command gets no secret of the bridge',
    find: 'env: environment(),',
    replace: 'env: { ...environment(), ...process.env },',
    tests: ['./outlet'],
  },
  {
    layer: 'alarm',
    guard: 'the alarm command has its time',
    find: "const timer = setTimeout(cutOff('timeout'), timeoutMs);",
    replace: 'const timer = setTimeout(() => undefined, timeoutMs);',
    tests: ['./outlet'],
  },
  {
    layer: 'alarm',
    guard: 'the alarm command runs without a shell',
    find: 'shell: false,',
    replace: 'shell: true,',
    tests: ['./outlet'],
  },
  {
    layer: 'alarm',
    guard: 'nothing of an alarm is an argument',
    find: 'spawn(program, args, {',
    replace: 'spawn(program, [...args, JSON.stringify(message)], {',
    tests: ['./outlet'],
  },
  {
    layer: 'alarm',
    guard: 'what an alarm command started ends with it',
    find: 'process.kill(-pid,',
    replace: 'process.kill(pid,',
    tests: ['./outlet'],
  },
  {
    layer: 'alarm',
    guard: 'the alarm command ends with the bridge',
    find: "closing.addEventListener('abort', onClosing, { once: true });",
    replace: '',
    tests: ['./outlet'],
  },
];
