export default [
  {
    scenario: 'hang-ups',
    mutant: 'the answer to one who hung up is there first for the next one who asks',
    as: 'another camera',
    changes: [
      {
        find: '      answerJson(response, 200, await carryOut(proof, asked, request));',
        replace:
          '      const given = await carryOut(proof, asked, request);\n      if (request.socket.destroyed) unheard.push(given);\n      else answerJson(response, 200, unheard.pop() ?? given);',
      },
      {
        find: '/** What is known of a request when',
        replace: 'const unheard: any[] = [];\n/** What is known of a request when',
      },
    ],
  },
];
