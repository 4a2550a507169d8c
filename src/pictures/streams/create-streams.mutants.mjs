export default [
  {
    scenario: 'calm',
    mutant: 'who is being served stands in one place for all',
    as: 'another camera',
    without: 'stamps compared',
    off: ['stamps'],
    changes: [
      {
        find: '    const hold = feeds.open(address, partition.account);',
        replace: '    let hold = (current = feeds.open(address));',
      },
      {
        find: '      const session = partition.startSession(device, protocol);',
        replace:
          '      hold = current;\n      const session = partition.startSession(device, protocol);',
      },
      {
        find: '/** How long it is believed. */',
        replace: 'let current: any;\n/** How long it is believed. */',
      },
    ],
  },
  {
    scenario: 'camera-network',
    mutant: 'a camera that does not answer is replaced by one that did',
    as: 'another camera',
    without: 'stamps compared',
    off: ['stamps'],
    changes: [
      {
        find: '    const hold = feeds.open(address, partition.account);',
        replace: '    let hold = feeds.open(address);',
      },
      {
        find: 'const tracks = await ready(likely);',
        replace:
          'const tracks = await ready(likely).then(\n        (found: any) => ((good ??= [feeds.open(address), found]), found),\n        (error: unknown) => {\n          if (good === undefined) throw error;\n          hold = good[0];\n          return good[1];\n        },\n      );',
      },
      {
        find: '/** How long it is believed. */',
        replace: 'let good: any;\n/** How long it is believed. */',
      },
    ],
  },
  {
    scenario: 'broken-cameras',
    mutant: 'why the last camera was refused is said of the next one',
    as: 'a foreign reason',
    changes: [
      {
        find: 'const refusal = await feeds.probe(address, ...times, unsuited);',
        replace:
          'const refusal = (refused = (await feeds.probe(address, ...times, unsuited)) ?? refused);',
      },
      {
        find: '/** How long it is believed. */',
        replace: 'let refused: any;\n/** How long it is believed. */',
      },
    ],
  },
];
