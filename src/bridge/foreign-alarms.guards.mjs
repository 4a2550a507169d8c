export default [
  {
    layer: 'tripwire',
    guard: 'the last look before delivery tells the tripwire',
    find: "'a foreign picture was stopped');\n      guard()?.heed(event);",
    replace: "'a foreign picture was stopped');",
    tests: ['tripwire/wires'],
  },
  {
    layer: 'tripwire',
    guard: 'a foreign unit inside is told to the tripwire',
    find: "'a foreign picture was stopped inside');\n      guard()?.heed(event);",
    replace: "'a foreign picture was stopped inside');",
    tests: ['tripwire/wires'],
  },
];
