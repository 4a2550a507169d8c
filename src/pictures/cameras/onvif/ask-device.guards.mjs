export default [
  {
    layer: '6 origin',
    guard: 'no ONVIF service is told a password',
    find: "guard.choose, ({ scheme }) => scheme !== 'basic')",
    replace: 'guard.choose)',
  },
];
