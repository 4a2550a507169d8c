/**
 * The operator's switch beside a running bridge: real processes, real streams, a restart.
 *
 * @takes 34 s
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { keepStop } from '../../bridge/control/stop-file.ts';
import { link } from '../../simulator/client/link.ts';
import type { Receiver } from '../../pictures/streams/webrtc/testing/receiver.ts';
import { openWorkplace, type BridgeProcess, type Workplace } from '../testing/bridge-process.ts';
import { intendAt } from '../testing/intend.ts';
import { runCommand } from '../testing/run-command.ts';
import { until } from '../until.ts';
import { hlsFiles, openStream, streamCommand } from '../testing/streams.ts';
import { watchWebRtc } from '../testing/watch-webrtc.ts';

jest.setTimeout(180_000);

const cli = new URL('../../cli/main.ts', import.meta.url);

let place: Workplace;
let bridge: BridgeProcess;
/** Access tokens of Birch and Harbour, in the order of the demo's accounts. */
let tokens: string[];

beforeAll(async () => {
  place = await openWorkplace();
  bridge = await place.start();
  const { origin, oauth, accounts } = bridge.demo;
  tokens = [];
  for (const { email, password } of accounts) {
    tokens.push((await link({ origin, ...oauth, email, password })).accessToken);
  }
});
afterAll(() => place.close());

async function casement(...args: string[]): Promise<void> {
  const env = { PATH: process.env['PATH'], DATA_DIR: bridge.dataDir };
  const { code, stderr } = await runCommand(cli, args, { cwd: place.folder, env });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
}

async function restart(): Promise<void> {
  await bridge.end('SIGTERM');
  bridge = await place.start();
}

/** Each camera of each account, with the token of its own account. */
const devices = () =>
  bridge.demo.accounts.flatMap(({ cameras }, at) =>
    cameras.map(({ deviceId, name }) => ({ token: tokens[at] ?? '', deviceId, name })),
  );

interface Watched {
  readonly name: string;
  readonly hls: string;
  readonly receiver: Receiver;
}

/** Watches every camera by HLS, stills and WebRTC. */
const watchAll = () =>
  Promise.all(
    devices().map(async ({ token, deviceId, name }): Promise<Watched> => {
      const asked = { intend: intendAt(bridge.demo.origin) };
      const hls = await openStream(asked, token, deviceId, 'hls');
      const webrtc = await openStream(asked, token, deviceId, 'webrtc');
      return { name, hls: hls.url, receiver: await watchWebRtc(webrtc, deviceId) };
    }),
  );

const statuses = async ({ hls }: Watched): Promise<number[]> => {
  const files = [hls, new URL('live.m3u8', hls), new URL('snapshot.jpg', hls)];
  return Promise.all(files.map(async (url) => (await fetch(url)).status));
};

const packets = ({ receiver }: Watched): number => receiver.video.length + receiver.audio.length;

/** A second after `stop`: not one further byte of those, while the others go on. */
async function expectSilent(watched: readonly Watched[], others: readonly Watched[] = []) {
  await sleep(1_000);
  const before = new Map([...watched, ...others].map((one) => [one, packets(one)]));
  for (const one of watched) expect(await statuses(one)).toEqual([404, 404, 404]);
  for (const one of others) expect(await statuses(one)).toEqual([200, 200, 200]);
  await sleep(1_000);
  for (const one of watched) expect(packets(one)).toBe(before.get(one));
  for (const one of others) await until(() => packets(one) > (before.get(one) ?? 0), 60_000);
}

/** What EXECUTE says of every camera, by name: SUCCESS or the error. */
async function executed(): Promise<[string, string][]> {
  const intend = intendAt(bridge.demo.origin);
  const answers = devices().map(async ({ token, deviceId, name }): Promise<[string, string]> => {
    const { body } = await intend(token, 'EXECUTE', streamCommand(deviceId, ['hls']));
    const [{ status, errorCode }] = body.payload.commands;
    return [name, errorCode ?? status];
  });
  return Promise.all(answers);
}

const each = (door: string, garden: string) =>
  devices().map(({ name }) => [name, name === 'Garden' ? garden : door]);

const [yes, no] = ['SUCCESS', 'streamUnavailable'];

test('one model, then everything; a restart; everything but that model, as Google did', async () => {
  const watched = await watchAll();
  const [gardens, doors] = [true, false].map((garden) =>
    watched.filter(({ name }) => (name === 'Garden') === garden),
  );
  expect([gardens?.length, doors?.length]).toEqual([2, 2]);
  expect(await statuses(watched[0] as Watched)).toEqual([200, 200, 200]);
  try {
    await casement('suspend', '--model', 'Lattice View');
    await expectSilent(gardens ?? [], doors);
    expect(await executed()).toEqual(each(yes, no));

    const [segment] = (await hlsFiles(doors?.[0]?.hls ?? '')).slice(2);
    await casement('suspend', '--all', '--until', '2h', '--reason', 'Pictures mixed up');
    await expectSilent(watched);
    expect((await fetch(segment ?? '')).status).toBe(404);
    expect(await executed()).toEqual(each(no, no));
  } finally {
    for (const { receiver } of watched) receiver.close();
  }

  await restart();
  expect(await executed()).toEqual(each(no, no));
  const intend = intendAt(bridge.demo.origin);
  for (const [at, { cameras }] of bridge.demo.accounts.entries()) {
    const ids = cameras.map(({ deviceId }) => deviceId);
    const listed = await intend(tokens[at] ?? '', 'SYNC');
    expect(listed.body.payload.devices.map(({ id }) => id)).toEqual(ids);
    const asked = { devices: ids.map((id) => ({ id })) };
    const { body } = await intend(tokens[at] ?? '', 'QUERY', asked);
    for (const id of ids) {
      expect(body.payload.devices[id]).toEqual({ online: true, status: 'SUCCESS' });
    }
  }

  await casement('resume', '--all');
  expect(await executed()).toEqual(each(yes, no));
  await casement('resume', '--model', 'Lattice View');
  expect(await executed()).toEqual(each(yes, yes));
});

test('the signal ends everything, outlives a kill, and is lifted by the command alone', async () => {
  const watched = await watchAll();
  try {
    process.kill(bridge.pid, 'SIGUSR2');
    await expectSilent(watched);
  } finally {
    for (const { receiver } of watched) receiver.close();
  }
  expect(await executed()).toEqual(each(no, no));
  await bridge.end('SIGKILL');
  bridge = await place.start();
  expect(bridge.output()).toContain('some delivery is suspended');
  expect(await executed()).toEqual(each(no, no));
  await casement('resume', '--all');
  expect(await executed()).toEqual(each(yes, yes));
});

test('a stop that the file has is obeyed beyond a shorter one that the database has', async () => {
  await bridge.end('SIGTERM');
  const over = Date.now() + 10_000;
  await casement('suspend', '--all', '--until', '10s');
  keepStop(bridge.dataDir, { since: Date.now(), terms: { reason: 'Odd' } });
  // What it was off for does not count: the clock alone decides when the shorter one is over.
  rmSync(join(bridge.dataDir, 'time.json'));
  bridge = await place.start();
  await until(() => Date.now() > over, 20_000);
  expect(await executed()).toEqual(each(no, no));
  await casement('resume', '--all');
  expect(await executed()).toEqual(each(yes, yes));
});
