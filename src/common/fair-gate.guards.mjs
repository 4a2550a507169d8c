export default [
  {
    layer: 'limits',
    guard: 'who has more waiting is served no more often',
    find: 'if (lanes.delete(key)) lanes.set(key, lane);',
    replace: '',
  },
  {
    layer: 'limits',
    guard: 'so much of one account runs at a time',
    find: 'if (runningInAll >= atOnce || (running.get(key) ?? 0) >= perAccount) return false;',
    replace: 'if (runningInAll >= atOnce) return false;',
  },
  {
    layer: 'limits',
    guard: 'so much of one account waits',
    find: 'if (lane.length >= options.waiting) return Promise.reject(tooMany());',
    replace: '',
  },
  {
    layer: 'limits',
    guard: 'so much waits in all',
    find: 'if (waiting >= waitingInAll && !crowdOut(lane.length + 1))',
    replace: 'if (false)',
  },
  {
    layer: 'limits',
    guard: 'where too much waits, those who have the most waiting give way',
    find: 'if (longest === undefined) return false;',
    replace: 'return false;\n    if (longest === undefined) return false;',
  },
  {
    layer: 'limits',
    guard: 'nothing waits for its turn without end',
    find: '        reject(overloaded());\n      }, timeoutMs);',
    replace: '      }, 2 ** 31 - 1);',
  },
  {
    layer: 'limits',
    guard: 'so much of one account begins in one turn of the event loop',
    find: '(begunInAll < perTurn.inAll && (begun.get(key) ?? 0) < perTurn.ofOne)',
    replace: 'begunInAll < perTurn.inAll',
  },
  {
    layer: 'limits',
    guard: 'so much begins in one turn of the event loop in all',
    find: '(begunInAll < perTurn.inAll && (begun.get(key) ?? 0) < perTurn.ofOne)',
    replace: '(begun.get(key) ?? 0) < perTurn.ofOne',
  },
  {
    layer: 'limits',
    guard: 'what weighs much takes the turns after its own',
    find: 'if (weight > ofOne) begun.set(key, weight - ofOne);',
    replace: 'if (weight < 0) begun.set(key, weight - ofOne);',
  },
  {
    layer: 'limits',
    guard: 'what turned out to weigh much takes the turns after its own',
    find: '    weigh,\n',
    replace: '    weigh: () => undefined,\n',
  },
];
