export default [
  {
    layer: 'reasons',
    guard: 'what is no URL is no camera that shows no picture',
    find: "if ('source' in asked) readSource({ ...asked.source, alwaysWarm: false }, streamForm);",
    replace: '',
    tests: ['workshop/end-to-end/check.test'],
  },
];
