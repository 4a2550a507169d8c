/**
 * Where Stryker looks: the wall's two rooms, and what every byte passes on its way out. Each line has
 * the tests that are meant to hold its files by themselves: the fewer, the sooner a mutant is done.
 */
const within = (folder, lines) =>
  lines.map(([tests, files]) => ({
    tests: tests.split(' ').map((name) => `${folder}/${name}.test.ts`),
    files: files.split(' ').map((name) => `${folder}/${name}.ts`),
  }));

export const areas = [
  {
    area: 'partitions',
    lines: within('src/partitions', [
      ['partitions session suspensions', 'home'],
    ]),
  },
  {
    area: 'identity',
    lines: within('src/identity', [
      ['tokens', 'access-token ticket one-form minting proof'],
    ]),
  },
  {
    area: 'delivery check',
    lines: [
      ...within('src/http', [['media in-flight', 'media in-flight']]),
      ...within('src/streams', [['create-streams', 'create-streams running-stream']]),
      ...within('src/streams/webrtc', [['outbox', 'outbox']]),
    ],
  },
];
