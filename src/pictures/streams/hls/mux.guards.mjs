export default [
  {
    layer: '7 delivery',
    guard: 'no segment is made with another camera’s units in it',
    find: "if (foreignIn(draft) !== undefined) throw new Failure('forbidden', 'a foreign stamp');",
    replace: '',
    tests: ['./mux', './packager.test'],
  },
  {
    layer: '7 delivery',
    guard: 'another camera’s sound is as foreign as its pictures',
    find: 'const units = [...video, ...audio].flatMap(',
    replace: 'const units = [...video, ...audio.slice(0, 0)].flatMap(',
  },
];
