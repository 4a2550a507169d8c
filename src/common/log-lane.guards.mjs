export default [
  {
    layer: 'limits',
    guard: 'lines about one account hide none about another',
    find: "if (typeof known === 'string') return { key: `known ${known}`, isKnown: true };",
    replace: '',
    tests: ['./log.test'],
  },
  {
    layer: 'limits',
    guard: 'a device that is made up is no way around that',
    find: '[who?.account, account, device, session, grant].find',
    replace: '[device, who?.account, account, session, grant].find',
    tests: ['./log.test'],
  },
  {
    layer: 'limits',
    guard: 'strangers’ lines hide none about who is known',
    find: 'isKnown: who === undefined };',
    replace: 'isKnown: true };',
    tests: ['./log.test'],
  },
];
