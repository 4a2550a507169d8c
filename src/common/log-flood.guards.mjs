export default [
  {
    layer: 'limits',
    guard: 'a flood of lines is counted, not written',
    find: 'if (ofMessage.admits(fields, maxInMinute)) return true;',
    replace: 'return true;',
    tests: ['./log.test'],
  },
  {
    layer: 'limits',
    guard: 'so many lines of one lane are written',
    find: 'if (own >= most) return false;',
    replace: '',
    tests: ['./log.test'],
  },
  {
    layer: 'limits',
    guard: 'a few lines of each are written though others made very many',
    find: 'else if (own < fewOfLane && ',
    replace: 'else if (own < 0 && ',
    tests: ['./log.test'],
  },
  {
    layer: 'limits',
    guard: 'lines in all are so many',
    find: 'this.#few[kind] < shares[kind].few)',
    replace: 'shares[kind].few > 0)',
    tests: ['./log.test'],
  },
  {
    layer: 'limits',
    guard: 'an alarm is always written',
    find: 'if (isAlarm(fields)) return true;',
    replace: '',
    tests: ['./log.test'],
  },
  {
    layer: 'limits',
    guard: 'what was left out of the log is told',
    find: '    report(Object.fromEntries(counts) as LeftOut);\n',
    replace: '',
    tests: ['./log.test'],
  },
];
