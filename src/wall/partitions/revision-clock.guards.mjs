export default [
  {
    layer: 'fresh rights',
    guard: 'a revision is never dated too early',
    find: 'seen.find((one) => one.revision >= revision)',
    replace: 'seen.findLast((one) => one.revision <= revision)',
  },
  {
    layer: 'fresh rights',
    guard: 'a revision that was not seen yet is dated now',
    find: '?.at ?? clock()',
    replace: '?.at ?? -Infinity',
  },
  {
    layer: 'fresh rights',
    guard: 'revisions are dated late at most, however many come',
    find: 'while (seen[1] !== undefined && at - seen[1].at > keptMs) seen.shift();',
    replace: 'while (seen.length > 100) seen.shift();',
  },
  {
    layer: 'fresh rights',
    guard: 'numbers that are given out anew are dated anew',
    find: 'restart: () => void seen.splice(0)',
    replace: 'restart: () => undefined',
  },
];
