export default [
  {
    scenario: 'calm',
    mutant: 'whether the stream asked after before is over is told of the next one',
    as: 'a foreign state',
    changes: [
      {
        find: '        const session = await partition.session(named(ticket));\n        // Who asks',
        replace:
          "        const asked = partition.session(named(ticket));\n        const told = before ?? asked;\n        asked.catch(() => undefined);\n        if (message.signal.action === 'state') before = asked;\n        const session = await (message.signal.action === 'state' ? told : asked);\n        // Who asks",
      },
      {
        find: 'const signalLimit = 100_000;',
        replace: 'const signalLimit = 100_000;\nlet before: any;',
      },
    ],
  },
  {
    scenario: 'unshare',
    mutant: 'whether a stream is over is told without a look at the map',
    as: 'a foreign state',
    changes: [
      {
        find: '        const session = await partition.session(named(ticket));\n        // Who asks',
        replace:
          "        if (message.signal.action === 'state') return undefined;\n        const session = await partition.session(named(ticket));\n        // Who asks",
      },
    ],
  },
  {
    scenario: 'forged-tickets',
    mutant: 'whether a stream is over is told to whoever knows its URL',
    as: 'a foreign state',
    changes: [
      {
        find: "    if (!bears(ticket, request)) {\n      throw new Failure('unauthenticated'",
        replace:
          "    const bearing = bears(ticket, request);\n    const asked: any = bearing ? undefined : await readJson(request, signalLimit);\n    if (asked?.action === 'state') {\n      await partitions.within(ticket.proof, (partition) => partition.session(named(ticket)));\n      response.json({});\n      return;\n    }\n    if (!bearing) {\n      throw new Failure('unauthenticated'",
      },
    ],
  },
];
