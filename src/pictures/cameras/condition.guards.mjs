export default [
  {
    layer: 'reasons',
    guard: 'how long a key picture is missing is counted on when it is read',
    find: '{ ...reason, seconds: reason.seconds + more }',
    replace: 'reason',
    tests: ['./conditions'],
  },
  {
    layer: 'reasons',
    guard: 'how long a key picture is missing is not counted on when nobody looks',
    find: 'Math.min(sinceMs, 2 * renewMs)',
    replace: 'sinceMs',
    tests: ['./conditions'],
  },
];
