export default [
  {
    layer: 'one owner',
    guard: 'a connection asks whose camera is there',
    find: "if (answer === 'taken') throw new OriginRefusal('other-owner');",
    replace: 'void answer;',
    tests: ['workshop/end-to-end/one-owner'],
  },
];
