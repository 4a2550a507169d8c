export default [
  {
    scenario: 'broken-cameras',
    mutant: 'conditions are kept without the camera: the last that broke stands for all',
    as: 'a foreign reason',
    changes: [
      {
        find: "of({ stamp: { camera, epoch }, opening }, line = 'stream') {\n      const known = cameras.get(camera);",
        replace:
          "of({ stamp: { epoch }, opening }, line = 'stream') {\n      const known = [...cameras.values()].findLast(\n        ({ lines }) => lines.get(line)?.reason !== undefined,\n      );",
      },
    ],
  },
  {
    scenario: 'broken-cameras',
    mutant: 'a condition does not ask for the ownership',
    as: 'a foreign reason',
    changes: [
      {
        find: 'if (known?.epoch !== epoch) return undefined;',
        replace: 'if (known === undefined) return undefined;',
      },
      {
        find: 'return stands ? { reason, since } : undefined;',
        replace: 'return { reason, since };',
      },
    ],
  },
];
