export default [
  {
    layer: 'reasons',
    guard: 'a camera that ends one connection after the other is told of',
    find: '|| flapping.isOn) note(reason);',
    replace: ') note(reason);',
    tests: ['./flapping'],
  },
  {
    layer: 'floods',
    guard: 'a camera that breaks a limit comes back later and later, whatever it showed',
    find: "played && fault !== 'malformed' ? 1",
    replace: 'played ? 1',
    tests: ['./flood'],
  },
];
