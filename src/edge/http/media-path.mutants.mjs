export default [
  {
    scenario: 'path-confusion',
    mutant: 'a path is read up to where it stops making sense',
    as: 'another spelling was served',
    changes: [{ find: '(?:\\?|$)/;', replace: '(?:[?/;%]|$)/;' }],
  },
];
