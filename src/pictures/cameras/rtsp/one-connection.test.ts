/** Cameras that take one connection: said by the operator, or seen. */
import { afterEach, describe, expect, test } from '@jest/globals';
import type { CameraAddress } from '../../../wall/partitions/camera-address.ts';
import { createHabits } from './habits.ts';
import { bench } from './testing/bench.ts';
import { burst, type Script, scriptedCamera } from './testing/scripted-camera.ts';
import { patient } from './testing/watching.ts';
import { until } from '../../../workshop/until.ts';

const { camera, watch } = bench();
const others: { close(): Promise<void> }[] = [];
afterEach(async () => void (await Promise.all(others.splice(0).map((one) => one.close()))));

/** Looks a second time, as at first contact. */
const meets = {
  ...patient,
  recognise: async (...[, , seen, again]: Parameters<typeof patient.recognise>) => {
    const second = await again();
    return second === undefined || second !== seen;
  },
};
/** Plays, and goes on playing. */
const playing: Script = {
  play(socket) {
    socket.write(burst());
  },
};
const connectionsOf = (one: { requests: readonly { connection: number }[] }): number =>
  Math.max(...one.requests.map(({ connection }) => connection));

describe.each(['kicks', 'refuses'] as const)('a camera of one connection that %s', (onlyOne) => {
  test('is known as such after twice, plays, and is given no second one from then on', async () => {
    const one = await camera({ ...playing, onlyOne });
    const learnt: CameraAddress[] = [];
    const options = {
      ...meets,
      habitsOf: createHabits(),
      onOneConnection: (address: CameraAddress) => void learnt.push(address),
    };
    const first = watch(one.url, options);
    await until(() => first.video.length > 0);
    // One that refuses the second connection leaves the first alone: the next opening asks once more.
    for (const socket of one.sockets) socket.destroy();
    await until(() => learnt.length > 0 && first.source.online());
    expect(learnt).toEqual([first.address]);
    const before = connectionsOf(one);
    for (const socket of one.sockets) socket.destroy();
    await until(() => connectionsOf(one) > before && first.source.online());
    const later = one.requests.filter(({ connection }) => connection > before);
    expect(new Set(later.map(({ connection }) => connection)).size).toBe(1);
    expect(learnt).toHaveLength(1);
  });

  test('is given no second one where the operator says so', async () => {
    const one = await camera({ ...playing, onlyOne });
    const { source, video, log } = watch(one.url, meets, { connections: 1 });
    await source.ready(Infinity);
    await until(() => video.length > 0);
    expect(connectionsOf(one)).toBe(1);
    expect(log.map(({ event }) => event)).toEqual(['rtsp-playing']);
  });

  test('is learnt nothing of where the operator says that it takes many', async () => {
    const one = await camera({ ...playing, onlyOne });
    const learnt: unknown[] = [];
    const told = { ...meets, onOneConnection: () => void learnt.push(1) };
    const { video } = watch(one.url, told, { connections: 'many' });
    await until(() => connectionsOf(one) > (onlyOne === 'kicks' ? 6 : 0));
    if (onlyOne === 'refuses') await until(() => video.length > 0);
    expect(learnt).toEqual([]);
  });
});

test('one refusal by chance is learnt nothing from', async () => {
  let refused = 0;
  const one = await camera({
    ...playing,
    reply: ({ connection }, usual) => {
      if (connection !== 2) return usual;
      refused += 1;
      return { status: 503 };
    },
  });
  const learnt: unknown[] = [];
  const { video } = watch(one.url, { ...meets, onOneConnection: () => void learnt.push(1) });
  await until(() => video.length > 0);
  expect(refused).toBe(1);
  for (let round = 0; round < 3; round += 1) {
    const seen = video.length;
    for (const socket of one.sockets) socket.destroy();
    await until(() => video.length > seen);
  }
  expect(learnt).toEqual([]);
});

describe('somebody else has the one connection', () => {
  test.each<[string, Script]>([
    ['ends ours', { reply: (_request, _usual, socket) => void socket.destroy() }],
    ['answers 453', { reply: () => ({ status: 453 }) }],
    ['answers 503', { reply: () => ({ status: 503 }) }],
  ])('where the camera %s', async (_how, script) => {
    const one = await scriptedCamera(script);
    others.push(one);
    const { source } = watch(one.url, { readyTimeoutMs: 300 }, { connections: 1 });
    await expect(source.ready()).rejects.toMatchObject({
      code: 'device-busy',
      reason: { code: 'one-connection' },
    });
  });

  test('and is said of none that takes many', async () => {
    const one = await camera({ reply: () => ({ status: 453 }) });
    const { source } = watch(one.url, { readyTimeoutMs: 300 });
    await expect(source.ready()).rejects.toMatchObject({ reason: { code: 'status', status: 453 } });
  });
});
