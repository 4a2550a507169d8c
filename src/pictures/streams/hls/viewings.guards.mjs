export default [
  {
    layer: 'fresh rights',
    guard: 'a player whose right is newer begins anew',
    find: 'known.since === since ? known : anew(known, since)',
    replace: 'known',
  },
  {
    layer: 'RFC 8216',
    guard: 'a second player of one display has numbers of its own',
    find: 'known.every((one) => one.name !== name)',
    replace: 'known.every((one) => one.name !== name || name === mediaName)',
    tests: ['./viewings', './packager.test'],
  },
  {
    layer: 'RFC 8216',
    guard: 'numbers outlive a playlist that had nothing to list for a while',
    find: 'if (viewing.view.begun()) return;',
    replace: '',
  },
];
