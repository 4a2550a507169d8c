/** Guards of what keeps one account from starving another. */
const gate = { layer: 'limits', file: 'src/fair-gate.ts', tests: ['src/fair-gate'] };

export const limits = [
  {
    ...gate,
    guard: 'who has more waiting is served no more often',
    find: 'if (lanes.delete(key)) lanes.set(key, lane);',
    replace: '',
  },
  {
    ...gate,
    guard: 'so much of one account runs at a time',
    find: 'runningInAll < atOnce && (running.get(key) ?? 0) < perAccount',
    replace: 'runningInAll < atOnce',
  },
  {
    ...gate,
    guard: 'so much of one account waits',
    find: 'if (lane.length >= options.waiting) return Promise.reject(tooMany());',
    replace: '',
  },
  {
    ...gate,
    guard: 'so much waits in all',
    find: 'if (waiting >= waitingInAll && !crowdOut(lane.length + 1))',
    replace: 'if (false)',
  },
  {
    ...gate,
    guard: 'where too much waits, those who have the most waiting give way',
    find: 'if (longest === undefined) return false;',
    replace: 'return false;\n    if (longest === undefined) return false;',
  },
  {
    ...gate,
    guard: 'nothing waits for its turn without end',
    find: '        reject(overloaded());\n      }, timeoutMs);',
    replace: '      }, 2 ** 31 - 1);',
  },
];
