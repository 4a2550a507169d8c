export default [
  {
    layer: 'tripwire',
    guard: 'what comes by WebRTC is looked at',
    find: 'if (judge(picture)) seen += 1;',
    replace: 'if (judge.length === 1) seen += Number(picture.whole);',
    tests: ['./tripwire.test'],
  },
];
