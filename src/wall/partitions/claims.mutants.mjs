export default [
  {
    scenario: 'moving-names',
    mutant: 'whose camera is at an address is not asked when a name gives another one',
    as: 'another camera',
    off: ['claims'],
    changes: [],
  },
];
