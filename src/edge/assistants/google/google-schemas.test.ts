/** Our own schemas and Google's take and refuse the same. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { describeUnless } from '../../../workshop/testing/needs.ts';
import { type AnswerKind, ownFaults } from './testing/answer-schemas.ts';
import { googleFaults, missingSchemas } from './testing/google-schemas.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const protocols = ['hls', 'dash', 'smooth_stream', 'progressive_mp4', 'webrtc'] as const;
const text = fc.string({ maxLength: 5 });
const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.array(arbitrary, { maxLength: 3 });
const trouble = { errorCode: text, debugString: text };
/** With any of the fields that may be left out left out. */
type Fields = Record<string, fc.Arbitrary<unknown>>;
const record = (must: Fields, may: Fields = {}): fc.Arbitrary<unknown> =>
  fc.record<Record<string, unknown>, string>(
    { ...must, ...may },
    { requiredKeys: Object.keys(must) },
  );
const answer = (payload: fc.Arbitrary<unknown>) => record({ requestId: text, payload });

const device = record(
  {
    id: text,
    type: fc.constantFrom('action.devices.types.CAMERA', 'action.devices.types.DOORBELL'),
    traits: some(fc.constant('action.devices.traits.CameraStream')),
    name: record({ name: text }, { defaultNames: some(text), nicknames: some(text) }),
    willReportState: fc.boolean(),
  },
  {
    notificationSupportedByAgent: fc.boolean(),
    roomHint: text,
    deviceInfo: record({}, { manufacturer: text, model: text, hwVersion: text, swVersion: text }),
    attributes: record({}, { anything: fc.jsonValue() }),
    customData: record({}, { anything: fc.jsonValue() }),
    otherDeviceIds: some(record({ deviceId: text }, { agentId: text })),
  },
);
const queried = record(
  {
    online: fc.boolean(),
    status: fc.constantFrom('SUCCESS', 'OFFLINE', 'EXCEPTIONS', 'ERROR'),
  },
  { errorCode: text, anything: fc.jsonValue() },
);
const executed = record(
  {
    ids: some(text),
    status: fc.constantFrom('SUCCESS', 'PENDING', 'OFFLINE', 'EXCEPTIONS', 'ERROR'),
  },
  { states: record({}, { online: fc.boolean(), anything: fc.jsonValue() }), errorCode: text },
);
const url = { cameraStreamAuthToken: text, cameraStreamReceiverAppId: text };

/** Right answers of each kind. */
const right: Readonly<Record<AnswerKind, fc.Arbitrary<unknown>>> = {
  sync: answer(record({ agentUserId: text, devices: some(device) }, trouble)),
  query: answer(record({ devices: fc.dictionary(fc.constantFrom('a', 'b'), queried) }, trouble)),
  execute: answer(record({}, { commands: some(executed), ...trouble })),
  disconnect: fc.constant({}),
  attributes: record({
    cameraStreamSupportedProtocols: some(fc.constantFrom(...protocols)),
    cameraStreamNeedAuthToken: fc.boolean(),
  }),
  results: fc.oneof(
    record(
      { cameraStreamProtocol: fc.constant('webrtc'), cameraStreamSignalingUrl: text },
      { cameraStreamOffer: text, cameraStreamIceServers: text, ...url },
    ),
    record(
      {
        cameraStreamProtocol: fc.constantFrom(...protocols.filter((name) => name !== 'webrtc')),
        cameraStreamAccessUrl: text,
      },
      url,
    ),
  ),
};

const other: readonly Json[] = [
  null,
  true,
  0,
  -1.5,
  '',
  'x',
  'SUCCESS',
  'PENDING',
  'webrtc',
  'hls',
  'action.devices.types.',
  'action.devices.types.CAMERA',
  'action.devices.traits.9',
  [],
  ['x'],
  [null],
  {},
  { x: 1 },
];

/** Every place in `value`: what holds it, and its key there. */
function places(value: Json, found: [Json[] | { [key: string]: Json }, string][] = []) {
  if (typeof value !== 'object' || value === null) return found;
  for (const key of Object.keys(value)) {
    found.push([value, key]);
    places((value as { [key: string]: Json })[key] ?? null, found);
  }
  return found;
}

interface Change {
  readonly how: 'replace' | 'remove' | 'add';
  readonly where: number;
  readonly value: Json;
}
const change: fc.Arbitrary<Change> = fc.record({
  how: fc.constantFrom('replace' as const, 'remove' as const, 'add' as const),
  where: fc.nat(),
  value: fc.constantFrom(...other),
});

/** The answer with mistakes made in it, in places that `changes` choose. */
function changed(value: unknown, changes: readonly Change[]): Json {
  const root = { root: JSON.parse(JSON.stringify(value)) as Json };
  for (const { how, where, value: given } of changes) {
    const next = structuredClone(given);
    const all = places(root);
    const [holder, key] = all[where % all.length] ?? [root, 'root'];
    const slots = holder as { [key: string]: Json };
    if (how === 'replace') slots[key] = next;
    else if (how === 'add') {
      const inner = slots[key];
      if (typeof inner === 'object' && inner !== null && !Array.isArray(inner))
        inner['extra'] = next;
    } else if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else if (key !== 'root') delete slots[key];
  }
  return root.root;
}

describeUnless(missingSchemas, "our own schemas and Google's", () => {
  test.each(Object.keys(right) as AnswerKind[])('take and refuse the same: %s', (kind) => {
    const outcomes = { taken: 0, refused: 0 };
    fc.assert(
      fc.property(right[kind], fc.array(change, { maxLength: 3 }), (value, changes) => {
        const asked = changed(value, changes);
        const [own, google] = [ownFaults(kind, asked), googleFaults(kind, asked)];
        outcomes[google.length === 0 ? 'taken' : 'refused'] += 1;
        expect({ asked, isTaken: own.length === 0, own }).toEqual({
          asked,
          isTaken: google.length === 0,
          own: expect.anything(),
        });
      }),
      { numRuns: 1_000 },
    );
    // Neither of them takes or refuses everything.
    expect(outcomes.taken).toBeGreaterThan(100);
    expect(outcomes.refused).toBeGreaterThan(100);
  });
});
