export default [
  {
    layer: 'sound',
    guard: 'a display is sent no sound but of the kind that it took',
    find: 'hears && codec === request.tracks.audio?.codec',
    replace: 'hears && codec !== undefined',
    tests: ['./delivery'],
  },
];
