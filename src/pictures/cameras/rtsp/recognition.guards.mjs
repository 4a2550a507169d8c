export default [
  {
    layer: 'pinning',
    guard: 'another camera is not played',
    find: "if (!known) throw new RtspFault('other-camera');",
    replace: 'void known;',
  },
  {
    layer: 'pinning',
    guard: 'a camera of which that cannot be found out is not played',
    find: 'throw new RtspFault(reason, { cause });',
    replace: 'return cause !== undefined;',
  },
  {
    layer: '6 origin',
    guard: 'a camera whose ONVIF service is refused is not played',
    find: 'if (cause instanceof OriginRefusal) throw cause;',
    replace: 'if (cause instanceof OriginRefusal) return true;',
    tests: ['./origin'],
  },
];
