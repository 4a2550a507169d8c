export default [
  {
    layer: 'limits',
    guard: 'a display that is not linked is not read',
    find: '    google.requireLinked(cookie.read(request));\n',
    replace: '',
  },
];
