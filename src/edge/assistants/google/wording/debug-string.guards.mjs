export default [
  {
    layer: 'reasons',
    guard: 'words beside an answer are of one’s own cameras alone',
    find: 'if (isOfCamera(code) && lines.length',
    replace: 'if (lines.length',
    tests: ['edge/assistants/google/late-answer'],
  },
];
