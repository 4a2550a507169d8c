export default [
  {
    layer: 'builds',
    guard: 'the bridge that prove tries is joined as the one that runs',
    find: "  { name: 'proved-bridge', path: 'workshop/proof/prove/bridge-child.js' },\n",
    replace: '',
    tests: ['./builds'],
  },
  {
    layer: 'builds',
    guard: 'a module of a joined program looks for its files where it was compiled to',
    find: '  plugins: [ownPlaces(folder)],\n',
    replace: '',
    tests: ['./builds'],
  },
  {
    layer: 'builds',
    guard: 'the same source makes the same build, wherever it is built',
    find: '  absWorkingDir: root,\n',
    replace: '',
    tests: ['./builds'],
  },
];
