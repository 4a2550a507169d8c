export default [
  {
    layer: 'emergency',
    guard: 'the bridge keeps a stop in a file',
    find: 'keepStop(dataDir, { since',
    replace: 'void ((one: string, other: object) => [one, other])(dataDir, { since',
    tests: ['./kept-emergency-stop'],
  },
  {
    layer: 'emergency',
    guard: 'every start obeys the stop',
    find: 'if (kept !== undefined && outlasts(kept, stopped)) {',
    replace: 'if (kept !== undefined && stopped !== undefined) {',
    tests: ['workshop/end-to-end/commands'],
  },
  {
    layer: 'emergency',
    guard: 'a stop of the file is obeyed beyond a shorter one of the database',
    find: 'kept !== undefined && outlasts(kept, stopped)',
    replace: 'kept !== undefined && stopped === undefined',
  },
];
