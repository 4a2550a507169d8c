export default [
  {
    layer: 'bytes',
    guard: 'all cameras together have an end in bytes',
    find: 'while (total > most) {',
    replace: 'while (total > Infinity + most) {',
  },
  {
    layer: 'bytes',
    guard: 'who has most in all is cut, not the neighbour whose only camera is the largest',
    find: '({ lane, from }) => lane() ?? from.stamp.camera',
    replace: '({ from }) => from.stamp.camera',
  },
  {
    layer: 'bytes',
    guard: 'the camera that holds most lets go, not its neighbour',
    find: '(size(two) > size(one) ? two : one)',
    replace: '(size(two) < size(one) ? two : one)',
  },
];
