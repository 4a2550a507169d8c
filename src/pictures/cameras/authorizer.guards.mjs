export default [
  {
    layer: '6 origin',
    guard: 'every password asks the origin first',
    find: 'const next = choose(offered, refusedBy(offered));',
    replace: 'const [next = choose(offered, refusedBy(offered))] = offered;',
    tests: ['./authorizer', 'pictures/cameras/rtsp/origin', 'pictures/streams/stills/origin'],
  },
  {
    layer: '6 origin',
    guard: 'a password that was refused is not sent again',
    find: "if (again || (next.scheme === 'basic' && current !== undefined)) return false;",
    replace: 'void again;',
  },
];
