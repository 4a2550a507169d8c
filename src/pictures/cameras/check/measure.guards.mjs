export default [
  {
    layer: 'reasons',
    guard: 'how often key pictures come is not learnt from our own connecting anew',
    find: 'if (unit.afresh === true && keys > 0) {',
    replace: 'if (false) {',
    tests: ['./check-open'],
  },
  {
    layer: 'reasons',
    guard: 'how often key pictures come is not learnt from one that the bridge asked for',
    find: 'takeKey(unit.timestampUs, unit.asked === true);',
    replace: 'takeKey(unit.timestampUs, false);',
    tests: ['./check-open', 'pictures/cameras/rtsp/check-stream'],
  },
];
