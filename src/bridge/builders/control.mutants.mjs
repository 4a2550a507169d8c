export default [
  {
    scenario: 'emergency-stops',
    mutant: 'the bridge says that it has stopped and goes on',
    as: 'not as it was promised',
    changes: [
      {
        find: '    stop: (terms) => emergencyStop.trigger(terms),',
        replace: '    stop: () => Promise.resolve(),',
      },
    ],
  },
];
