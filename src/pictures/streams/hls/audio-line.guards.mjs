export default [
  {
    layer: 'sound',
    guard: 'silence takes the place of sound that stays away for less than a segment',
    find: 'fill(placeUs - lengthUs / 2);',
    replace: 'void placeUs;',
  },
];
