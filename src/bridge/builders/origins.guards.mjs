export default [
  {
    layer: 'record',
    guard: 'the wall hears of everything that is bound',
    find: 'onBound: (camera) => partitions.answersAnew(camera),',
    replace: '',
    tests: ['workshop/end-to-end/exposure'],
  },
  {
    layer: 'alarm',
    guard: 'a connection that the bridge refused is told',
    find: 'onRefused: (from, line, reason) => void refused(from, line, reason),',
    replace: 'onRefused: () => void refused,',
    tests: ['workshop/end-to-end/origin'],
  },
  {
    layer: 'alarm',
    guard: 'another camera’s alarm leaves the bridge',
    find: 'outlet.otherCamera(event);',
    replace: '',
    tests: ['workshop/end-to-end/origin'],
  },
  {
    layer: 'one owner',
    guard: 'the bridge asks whose camera is there',
    find: 'claim: claimOrigin(\n      createClaims({',
    replace: 'claim: (claimOrigin, async () => undefined) ?? claimOrigin(\n      createClaims({',
    tests: ['workshop/end-to-end/one-owner'],
  },
  {
    layer: 'one owner',
    guard: 'the bridge holds serial numbers of unique makes to one owner',
    find: 'claimSerial: createSerialClaims(store, ring),',
    replace: 'claimSerial: async () => createSerialClaims !== undefined,',
    tests: ['workshop/end-to-end/unique-make'],
  },
];
