export default [
  {
    scenario: 'camera-stops',
    mutant: 'a still that cannot be had is replaced by the last good one',
    as: 'another camera',
    changes: [
      {
        find: 'return Object.freeze({ stamp, jpeg, takenAt, heardAt });',
        replace: 'return (last = Object.freeze({ stamp, jpeg, takenAt, heardAt }));',
      },
      {
        find: 'if (options.ffmpeg === undefined || isCrowded(error)) throw error;',
        replace:
          'if (last === undefined) throw error;\n        return { ...last, stamp, takenAt: now(), heardAt: clock() };',
      },
      {
        find: '  const fresh = new Map<string, Still>();',
        replace: '  const fresh = new Map<string, Still>();\n  let last: any;',
      },
    ],
  },
];
