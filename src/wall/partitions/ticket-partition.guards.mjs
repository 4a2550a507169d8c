export default [
  {
    layer: '2 capability',
    guard: 'a ticket opens no other session of its account and linking',
    find: "if (named.session !== proof.session) throw new Failure('not-found', 'no such stream');",
    replace: '',
  },
  {
    layer: '2 capability',
    guard: 'a ticket opens nothing but its session',
    find: "throw new Failure('internal', 'a ticket opens its own session alone');",
    replace: 'return undefined as never;',
  },
];
