/** Guards that hold only where `bridge.ts` hands them on. */
const file = 'src/bridge.ts';

/** A guard of which nothing is bound and every place is free. */
const permissive =
  'guardOrigin: createOrigins({ store: { origins: { of: async () => undefined, bind: async () => true, ' +
  'list: async () => [] } }, ring, claim: async () => undefined, onRefused: () => undefined, now }),';

export const wires = [
  {
    layer: '6 origin',
    guard: 'the bridge holds streams to their origin',
    file,
    find: '    unanswered,\n    guardOrigin,\n    note:',
    replace: `    unanswered,\n    ${permissive}\n    note:`,
    tests: ['src/end-to-end/origin'],
  },
  {
    layer: '6 origin',
    guard: 'the bridge holds stills to their origin',
    file,
    find: '    guardOrigin,\n    unanswered,',
    replace: `    ${permissive}\n    unanswered,`,
    tests: ['src/end-to-end/origin'],
  },
  {
    layer: 'alarm',
    guard: 'a connection that the bridge refused is told',
    file,
    find: 'onRefused: (from, line, reason) => void refused(from, line, reason),',
    replace: 'onRefused: () => void refused,',
    tests: ['src/end-to-end/origin'],
  },
  {
    layer: 'alarm',
    guard: 'another camera’s alarm leaves the bridge',
    file,
    find: 'outlet.otherCamera(event);',
    replace: '',
    tests: ['src/end-to-end/origin'],
  },
  {
    layer: 'alarm',
    guard: 'a trip’s alarm leaves the bridge',
    file,
    find: 'tellTrip: (reason) => outlet.trip(reason),',
    replace: 'tellTrip: () => undefined,',
    tests: ['src/tripwire/wires'],
  },
  {
    layer: 'one owner',
    guard: 'the bridge asks whose camera is there',
    file,
    find: 'claim: claimOrigin(\n      createClaims({',
    replace: 'claim: (claimOrigin, async () => undefined) ?? claimOrigin(\n      createClaims({',
    tests: ['src/end-to-end/one-owner'],
  },
  {
    layer: 'opening',
    guard: 'the bridge asks whether what lingers still stands',
    file,
    find: 'stands: (address) => register.stands(address),',
    replace: 'stands: async () => true,',
    tests: ['src/end-to-end/corrected'],
  },
  {
    layer: 'record',
    guard: 'the bridge records who was shown what',
    file,
    find: 'audit?.recorder ?? noRecord,',
    replace: 'noRecord,',
    tests: ['src/end-to-end/exposure'],
  },
];
