export default [
  {
    layer: 'keys',
    guard: 'nothing new in cameras.sealed_source is sealed with a key that was dropped',
    find: "guard('cameras', 'sealed_source')",
    replace: "''",
    tests: ['storage/sqlite/contract'],
  },
  {
    layer: 'keys',
    guard: 'nothing new in origins.place is sealed with a key that was dropped',
    find: "guard('origins', 'place')",
    replace: "''",
    tests: ['storage/sqlite/contract'],
  },
  {
    layer: 'keys',
    guard: 'nothing new in origins.proof is sealed with a key that was dropped',
    find: "guard('origins', 'proof')",
    replace: "''",
    tests: ['storage/sqlite/contract'],
  },
];
