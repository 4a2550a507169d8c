export default [
  {
    scenario: 'strangers',
    mutant: 'whoever asks for a password is told it',
    as: 'another camera',
    changes: [
      {
        find: 'known === undefined || sameRealm(known.realm, realm),',
        replace: 'sameRealm !== undefined && realm !== undefined,',
      },
      { find: 'known === undefined || rank(offer) >= rank(known))', replace: 'rank(offer) >= 0)' },
    ],
  },
  {
    scenario: 'moving-names',
    mutant: 'a password is told to the second address of a name',
    as: ['a login reached a stranger', 'another camera'],
    changes: [
      {
        find: "if (moved && !carried && offer.scheme === 'basic') {",
        replace: 'if (moved && rank(offer) < 0) {',
      },
    ],
  },
];
