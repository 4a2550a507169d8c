export default [
  {
    scenario: 'removal',
    mutant: 'what stood once is believed for ten seconds',
    as: 'after its right had ended',
    off: ['unsettled', 'sleepyWatch', 'unattended'],
    changes: [],
  },
  {
    scenario: 'frozen-bridge',
    mutant: 'a lease does not run out, and the watch sleeps long',
    as: 'after its linking had ended',
    off: ['unsettled', 'sleepyWatch'],
    changes: [
      {
        find: '!this.outdated && this.#lease.runs(this.#learntAt)',
        replace: 'true',
      },
    ],
  },
];
