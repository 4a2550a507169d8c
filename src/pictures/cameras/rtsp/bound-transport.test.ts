/** Whether a camera is asked for UDP is decided at first contact, by the camera that was meant. */
import { afterEach, expect, test } from '@jest/globals';
import { newCameraId } from '../../../identity/ids.ts';
import type { RtspTransport } from '../../../wall/partitions/camera-address.ts';
import { anyCamera, anyOrigin } from '../../../workshop/testing/any-camera.ts';
import { reasonOf } from './fault.ts';
import { createLookup } from '../lookup.ts';
import { newHabits } from './habits.ts';
import { openSession } from './session.ts';
import { parseTarget } from './target.ts';
import { scriptedCamera } from './testing/scripted-camera.ts';
import type { PacketSink, TransportKind } from './transport.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});

const video: PacketSink = {
  rtp: () => undefined,
  rtcp: () => undefined,
  expects: () => true,
  announced: () => undefined,
};

/**
 * Meets a camera that answers SETUP for `refused` with `status`: which transports it was asked for,
 * and which was taken or why none.
 */
async function meet(
  setting: RtspTransport,
  boundTransport: TransportKind | undefined,
  refused: readonly TransportKind[],
  status: number,
) {
  const camera = await scriptedCamera({
    reply: ({ method, headers }, usual) => {
      if (method !== 'SETUP') return usual;
      const asked = headers.get('transport') ?? '';
      if (refused.includes(asked.includes('TCP') ? 'tcp' : 'udp')) return { status };
      const transport = asked.includes('TCP') ? asked : `${asked};server_port=9-10`;
      return { status: 200, headers: { Session: 'a', Transport: transport } };
    },
    play: () => undefined,
  });
  open.push(camera);
  const stamp = { camera: newCameraId(), epoch: 1 };
  const address = { stream: camera.url, transport: setting, alwaysWarm: false, opening: 1, stamp };
  const result = await openSession({
    target: parseTarget(camera.url),
    guard: await anyOrigin(address, 'stream'),
    transport: setting,
    boundTransport,
    lookup: createLookup(),
    timeoutMs: 5_000,
    signal: new AbortController().signal,
    recognise: anyCamera,
    habits: newHabits(),
    sinks: () => ({ video }),
    ended: () => undefined,
  }).then(
    (session) => {
      open.push(session);
      return session.transport;
    },
    (error: unknown) => reasonOf(error),
  );
  const asked = camera.requests
    .filter(({ method }) => method === 'SETUP')
    .map(({ headers }) => (headers.get('transport')?.includes('TCP') ? 'tcp' : 'udp'));
  return { asked, result };
}

test.each([400, 406, 451, 456, 461, 501])(
  'at first contact a camera that refuses TCP with %i is taken by UDP',
  async (status) => {
    const met = await meet('auto', undefined, ['tcp'], status);
    expect(met).toEqual({ asked: ['tcp', 'udp'], result: 'udp' });
  },
);

test.each([
  [401, 'unauthorized'],
  [403, 'unauthorized'],
  [404, 'not-found'],
  [453, 'refused'],
  [455, 'refused'],
  [500, 'refused'],
  [503, 'refused'],
])('%i is no refusal of TCP', async (status, reason) => {
  const met = await meet('auto', undefined, ['tcp'], status);
  expect(met).toEqual({ asked: ['tcp'], result: reason });
});

test.each([
  ['auto', 461, 'no-transport'],
  ['auto', 400, 'refused'],
] as const)('set to %s and bound to TCP: %i leads nowhere', async (setting, status, reason) => {
  const met = await meet(setting, 'tcp', ['tcp'], status);
  expect(met).toEqual({ asked: ['tcp'], result: reason });
});

test('bound to UDP: UDP and nothing else', async () => {
  expect(await meet('auto', 'udp', [], 0)).toEqual({ asked: ['udp'], result: 'udp' });
  const met = await meet('auto', 'udp', ['udp'], 461);
  expect(met).toEqual({ asked: ['udp'], result: 'no-transport' });
});

test('set to UDP: UDP first each time, TCP where that is refused', async () => {
  expect(await meet('udp', 'tcp', [], 0)).toEqual({ asked: ['udp'], result: 'udp' });
  expect(await meet('udp', undefined, [], 0)).toEqual({ asked: ['udp'], result: 'udp' });
  const met = await meet('udp', undefined, ['udp'], 461);
  expect(met).toEqual({ asked: ['udp', 'tcp'], result: 'tcp' });
});

test('where both are refused, the last answer is the reason', async () => {
  const met = await meet('auto', undefined, ['tcp', 'udp'], 400);
  expect(met).toEqual({ asked: ['tcp', 'udp'], result: 'refused' });
});
