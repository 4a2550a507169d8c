export default [
  {
    scenario: 'swapped-cameras',
    mutant: 'whoever answers at the address is believed',
    as: 'another camera',
    changes: [
      {
        find: 'if (hashOf(seen, pin.fields) === pin.hash) return false;',
        replace: 'if (pin.hash.length > 0) return false;',
      },
    ],
  },
];
