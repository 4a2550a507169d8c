export default [
  {
    layer: 'one owner',
    guard: 'who was asked about is named among look-alikes',
    find: 'Number(b === first) - Number(a === first)',
    replace: 'Number(first === undefined && a > b)',
  },
];
