export default [
  {
    layer: 'forged media',
    guard: 'a late answer is no other request’s',
    find: 'if (givenUp.delete(number)) return;',
    replace: '',
    tests: ['./connection.test'],
  },
  {
    layer: 'opening',
    guard: 'an answer that says that another follows is none',
    find: 'if (Number(status) < 200) return;',
    replace: '',
    tests: ['./deviations'],
  },
  {
    layer: 'limits',
    guard: 'a connection of a camera that floods is read no faster',
    find: 'socket.pause();',
    replace: '',
    tests: ['./read-pace'],
  },
  {
    layer: 'limits',
    guard: 'requests that a camera makes are bounded',
    find: "if (!requests.take(performance.now())) return close('malformed');",
    replace: '',
    tests: ['./hostile', './read-pace'],
  },
];
