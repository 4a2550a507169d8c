export default [
  {
    layer: 'switch',
    guard: 'a model is suspended by a name that some camera has',
    find: "if (scope.of === 'model' && !unknownModel) await mustBeKnown(scope.model);",
    replace: 'void [unknownModel, mustBeKnown];',
  },
  {
    layer: 'switch',
    guard: 'a suspension does not end before it begins',
    find: 'if (until !== undefined && until <= since) {',
    replace: 'if (until !== undefined && until < 0) {',
  },
  {
    layer: 'clock',
    guard: 'a suspension that is over by this clock, and held all the same, can be lifted',
    find: 'const found = (await suspensions.list()).find((one)',
    replace: 'const found = (await inForce()).find((one)',
  },
];
