export default [
  {
    layer: '6 origin',
    guard: 'a track may be below another presentation',
    find: 'if (above && length < parts.length - 1) break;',
    replace: 'if (length < parts.length) break;',
  },
  {
    layer: '6 origin',
    guard: 'a query may name another channel',
    find: '!(isHome && query === home.query)',
    replace: '!isHome',
  },
  {
    layer: '6 origin',
    guard: 'a URL that goes too deep is not asked about for ever',
    find: "if (parts.length > home.parts.length + maxParts) throw new RtspFault('malformed');",
    replace: 'void RtspFault;\n  void maxParts;',
  },
];
