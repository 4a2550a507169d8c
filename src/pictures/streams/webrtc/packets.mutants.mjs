export default [
  {
    scenario: 'camera-media',
    mutant: 'what came at about one time is sent as the same packets, whatever camera it is of',
    as: 'another camera',
    without: 'stamps compared',
    off: ['stamps'],
    changes: [
      {
        find: 'const made = new WeakMap<AccessUnit, WeakRef<Packed>>();',
        replace: 'const made = new Map<number, WeakRef<Packed>>();',
      },
      {
        find: 'const known = made.get(unit)?.deref();',
        replace: 'const known = made.get(Math.floor(unit.heardAt / 50))?.deref();',
      },
      {
        find: 'made.set(unit, new WeakRef(packed));',
        replace: 'made.set(Math.floor(unit.heardAt / 50), new WeakRef(packed));',
      },
    ],
  },
];
