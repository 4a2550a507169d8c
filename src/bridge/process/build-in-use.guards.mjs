export default [
  {
    layer: 'builds',
    guard: 'a program is seen to run from its build, whoever may write there',
    find: "openSync(codeRoot, 'r');",
    replace: 'void [openSync, codeRoot];',
    tests: ['setup/builds'],
  },
];
