const tests = ['storage/postgres/bridges'];

export default [
  {
    layer: 'revocation',
    guard: 'a command that reads the rows waits for a beat that is under way',
    find: '  PERFORM 1 FROM bridges FOR SHARE;\n',
    replace: '',
    tests,
  },
  {
    layer: 'revocation',
    guard: 'a beat writes the row, and then looks',
    find: '    body: `\n  UPDATE bridges b SET beat',
    replace: '    body: `\n  _reached := casement.taken();\n  UPDATE bridges b SET beat',
    also: { find: 'END IF;\n  _reached := casement.taken();\n', replace: 'END IF;\n' },
    tests,
  },
  {
    layer: 'revocation',
    guard: 'a call is counted by itself',
    find: '  PERFORM casement.add_up_takings();\n  INSERT INTO takings DEFAULT VALUES;\n',
    replace: '',
    tests,
  },
  {
    layer: 'revocation',
    guard: 'what was acted on is not taken back',
    find: 'UPDATE bridges b SET taken = greatest(b.taken, _taken), control',
    replace: 'UPDATE bridges b SET taken = _taken, control',
    tests,
  },
  {
    layer: 'revocation',
    guard: 'what is said of what was acted on extends no lease',
    find: 'revision = _revision WHERE b.id = _id;\n',
    replace: 'revision = _revision, until = casement.server_time() + b.lease WHERE b.id = _id;\n',
    tests,
  },
  {
    layer: 'restore',
    guard: 'a linking that ends is counted',
    find: "  grants: ['UPDATE', 'DELETE'],\n",
    replace: '',
    tests,
  },
];
