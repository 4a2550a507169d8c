export default [
  {
    scenario: 'hang-ups',
    mutant: 'the answer to one who hung up is there first for the next one who asks',
    as: 'another camera',
    changes: [
      {
        find: '      answerJson(response, 200, await dispatch(proof, asked, request));',
        replace:
          '      const done = await dispatch(proof, asked, request);\n      if (request.socket.destroyed) unheard.push(done);\n      else answerJson(response, 200, unheard.pop() ?? done);',
      },
      {
        find: '/** What is known of a request when',
        replace: 'const unheard: any[] = [];\n/** What is known of a request when',
      },
    ],
  },
];
