export default [
  {
    scenario: 'redirecting-cameras',
    mutant: 'a redirect is followed wherever it leads',
    as: 'another camera',
    without: 'one place for a connection, one owner for each place',
    off: ['claims'],
    changes: [
      {
        find: "    guard.refused('leads-elsewhere');\n    throw new OriginRefusal('leads-elsewhere');",
        replace: '    void [guard, OriginRefusal];\n    return next;',
      },
      {
        file: 'rtsp/describe.ts',
        find: 'return { ...from, path, uri };',
        replace: 'return { ...from, ...parseTarget(next.href), path, uri };',
      },
      {
        file: 'partitions/origin-guard.ts',
        find: 'if (before !== undefined && !(samePlace(before, place) && sameKey(key, seen))) {',
        replace: 'if (before !== undefined && !(samePlace(place, place) && sameKey(key, seen))) {',
      },
      {
        file: 'partitions/origin-guard.ts',
        find: "if (moved && !parts.named) refuse('other-address');",
        replace: '',
      },
    ],
  },
];
