export default [
  {
    layer: '6 origin',
    guard: 'the list tells what is not bound',
    find: "if (open.length === origins.length) return 'not yet';",
    replace: "if (open.length === origins.length) return 'yes';",
  },
];
