export default [
  {
    layer: 'bytes',
    guard: 'payloads are not kept for as long as their unit: nothing counts them',
    find: 'made.set(unit, new WeakRef(packed));',
    replace: 'made.set(unit, { deref: () => packed });',
  },
];
