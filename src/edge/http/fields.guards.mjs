export default [
  {
    layer: 'limits',
    guard: 'fields without end are refused unread',
    find: 'if (areTooMany(text)) {',
    replace: 'if (areTooMany(text) && text === "") {',
  },
];
