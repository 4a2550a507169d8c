export default [
  {
    layer: 'bytes',
    guard: 'packets are not kept for as long as their unit: they would double what is counted',
    find: 'made.set(unit, new WeakRef(packed));',
    replace: 'made.set(unit, { deref: () => packed });',
  },
];
