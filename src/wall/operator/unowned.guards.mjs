export default [
  {
    layer: '6 origin',
    guard: 'a URL that leads to a row’s camera is held to the origin of that row',
    find: 'bound: row?.origin,',
    replace: 'bound: undefined,',
    tests: ['cli/camera/check.test'],
  },
  {
    layer: '6 origin',
    guard: 'a URL that leads to a row’s camera a moment later is told from one that did before',
    find: 'return others.some(({ camera }) => !own.has(camera));',
    replace: 'return others.length < 0;',
  },
  {
    layer: '6 origin',
    guard: 'of two rows of one camera what is bound holds for a URL',
    find: '(one.origin === undefined ? 0 : 2)',
    replace: '0',
    tests: ['wall/operator/unowned.test'],
  },
  {
    layer: '6 origin',
    guard: 'a URL that leads to a row’s stills is not taken for its stream',
    find: "line === 'stream'",
    replace: "line !== ''",
    tests: ['wall/operator/unowned.test'],
  },
];
