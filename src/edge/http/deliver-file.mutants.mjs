export default [
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
        find: '/** What is about to be written, with its origin. */',
        replace: 'const unsent: any[] = [];\n/** What is about to be written, with its origin. */',
      },
    ],
  },
];
