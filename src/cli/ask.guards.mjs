export default [
  {
    layer: '6 origin',
    guard: 'nobody confirms a key but by saying yes',
    find: 'return isYes(answer);',
    replace: "return answer !== 'n';",
    tests: ['cli/camera/try-camera'],
  },
];
