export default [
  {
    layer: 'switch',
    guard: 'lifting one suspension lifts no other',
    find: "AND coalesce(account, camera, model, '') = ?",
    replace: "AND (coalesce(account, camera, model, '') = ? OR 1)",
    tests: ['./contract'],
  },
  {
    layer: 'switch',
    guard: 'what is not there is not suspended',
    find: 'if (there === undefined) throw new Failure(',
    replace: 'if (there === null) throw new Failure(',
    tests: ['./contract'],
  },
  {
    layer: 'clock',
    guard: 'a temporary suspension is not swept out by a clock that is ahead',
    find: '        lift(scope);\n        insert.run(',
    replace:
      "        engine.prepare<[number]>('DELETE FROM suspensions WHERE until <= ?').run(since);\n        lift(scope);\n        insert.run(",
    tests: ['./contract'],
  },
];
