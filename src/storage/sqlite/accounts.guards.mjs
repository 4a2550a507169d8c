export default [
  {
    layer: 'restore',
    guard: 'nothing filmed before an owner was confirmed is shown',
    find: 'beginAnew.run(id);',
    replace: 'void beginAnew;',
    tests: ['./contract'],
  },
  {
    layer: 'limits',
    guard: 'an e-mail address that looks like another is refused',
    find: 'if (!lookAlike && alike.get(email) !== undefined) {',
    replace: 'if (false) {',
    tests: ['./contract', './open.test'],
  },
];
