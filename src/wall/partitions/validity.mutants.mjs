export default [
  {
    scenario: 'corrected-address',
    mutant: 'a running stream does not ask from where it was opened',
    as: 'another camera',
    changes: [{ find: "if (entry.opening !== session.opening) return 'reopened';", replace: '' }],
  },
  {
    scenario: 'unlink',
    mutant: 'a running stream does not ask for its linking',
    as: 'after its linking had ended',
    changes: [{ find: "if (!stands) return 'revoked';", replace: 'void stands;' }],
  },
  {
    scenario: 'unshare',
    mutant: 'a device that is not in the map any more is as good as one that is',
    as: 'after its right had ended',
    changes: [
      {
        find: 'if (entry === undefined || !sameStamp(stampOf(entry), session.stamp)) return',
        replace: 'if (entry === undefined) return undefined;\n  if (!stampOf(entry)) return',
      },
    ],
  },
  {
    scenario: 'suspended',
    mutant: 'a running stream does not ask for the switch',
    as: 'while it was suspended',
    changes: [
      {
        find: "return held.forbids(of) || held.lapsed(of, asked) ? 'suspended' : undefined;",
        replace: 'return held === undefined ? undefined : undefined;',
      },
    ],
  },
];
