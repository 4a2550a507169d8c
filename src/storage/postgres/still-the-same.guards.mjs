export default [
  {
    layer: 'emergency',
    guard: 'another database at the server’s address is noticed',
    find: '.id !== identity) trouble = replaced;',
    replace: '.id === undefined) trouble = replaced;',
  },
  {
    layer: 'emergency',
    guard: 'the highest revision of a server’s database never goes back',
    find: 'highest = Math.max(highest, await store.revision());',
    replace: 'highest = await store.revision();',
  },
];
