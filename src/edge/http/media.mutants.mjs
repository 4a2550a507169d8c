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
    scenario: 'display-network',
    mutant: 'a segment that was cut off is handed to the next one who asks',
    as: 'another camera',
    without: 'stamps compared',
    off: ['stamps'],
    changes: [
      {
        find: '      const payload = await toldIfItStands(partition, ticket, fetch(partition, ticket, file));',
        replace:
          "      const segment = file.endsWith('.ts');\n      const payload = (segment && unsent.pop()) || (await fetch(partition, ticket, file));\n      void toldIfItStands;",
      },
      {
        find: '      inFlight.track(session, response, (reason) => {',
        // Of what the system took nobody can tell whether it arrived.
        replace:
          "      request.socket.once('close', (broken) => {\n        if (broken && segment) unsent.push(payload);\n      });\n      inFlight.track(session, response, (reason) => {",
      },
      {
        find: 'const signalLimit = 100_000;',
        replace: 'const signalLimit = 100_000;\nconst unsent: any[] = [];',
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
