/** What is done with one ticket, and what the record of who was shown what says of it. */
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { offerTo } from '../../../simulator/client/signal.ts';
import type { SimulatedCamera } from '../../../simulator/camera/simulated-camera.ts';
import {
  openWebRtcReceiver,
  type WebRtcReceiver,
} from '../../../simulator/client/webrtc-receiver.ts';
import { startWatermarked } from '../../testing/watermarked-camera.ts';
import { eventually, openStreet, stillOf, type Street } from '../../testing/street.ts';

jest.setTimeout(120_000);

let street: Street;
let camera: SimulatedCamera;
let device: string;
let other: string;
const receivers: WebRtcReceiver[] = [];
beforeAll(async () => {
  street = await openStreet();
  camera = await startWatermarked('birch', { still: true });
  device = await street.addCamera(street.birch, camera.url, '--still', camera.stillUrl ?? '');
  other = await street.addCameraAgain(street.birch, camera.url);
});
afterAll(async () => {
  for (const receiver of receivers) receiver.close();
  await street.close();
  await camera.close();
});

interface Line {
  readonly kind: string;
  readonly device?: string;
}

/** The record as it lies in the data folder, as far as it is written. */
async function lines(): Promise<readonly Line[]> {
  const folder = join(street.dataDir, 'audit');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).toSorted();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  const whole = texts.join('').split('\n').slice(0, -1);
  return whole.map((line) => JSON.parse(line) as Line);
}

/** Kinds of the lines on the device that `act` leads to: lines are written one after the other. */
async function recorded(act: () => Promise<unknown>): Promise<string[]> {
  await fence();
  const { length } = await lines();
  await act();
  await fence();
  const fresh = (await lines()).slice(length);
  return fresh.filter((line) => line.device === device).map(({ kind }) => kind);
}

/** Returns when all that happened before is written: so is what happens now, on another device. */
async function fence(): Promise<void> {
  const ofOther = async () => (await lines()).filter((line) => line.device === other).length;
  const known = await ofOther();
  const { url } = await street.open(street.birch, other);
  await fetch(url);
  await eventually('a line', async () => (await ofOther()) > known);
}

/** Asks for a file from an address of this machine. */
async function ask(url: string, method: 'GET' | 'HEAD', localAddress: string): Promise<number> {
  const asking = request(url, { method, localAddress, agent: false }).end();
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  answer.resume();
  await once(answer, 'end');
  return answer.statusCode ?? 0;
}

test('used from another address, it is a line of its own', async () => {
  const { url } = await street.open(street.birch, device);
  const use = async (from: string): Promise<void> => {
    if ((await ask(url, 'GET', from)) !== 200) throw new Error('it was not served');
  };
  await use('127.0.0.1');
  expect(await recorded(() => use('127.0.0.1'))).toEqual([]);
  expect(await recorded(() => use('127.0.0.2'))).toEqual(['elsewhere']);
});

test('HEAD, which tells how large what was filmed is, is recorded like GET', async () => {
  const { url } = await street.open(street.birch, device);
  const still = new URL('snapshot.jpg', url).href;
  const head = () =>
    eventually('a still', async () => (await ask(still, 'HEAD', '127.0.0.1')) === 200);
  expect(await recorded(head)).toEqual(['opened']);
});

async function newOffer(): Promise<readonly [WebRtcReceiver, offer: string]> {
  const receiver = openWebRtcReceiver('display', () => undefined);
  receivers.push(receiver);
  return [receiver, await receiver.offer()];
}

test('the same offer again changes nothing, and another one is a line of its own', async () => {
  const given = await street.open(street.birch, device, 'webrtc');
  const [receiver, offer] = await newOffer();
  const answer = await offerTo(given, device, offer);
  receiver.answered(answer);
  const again = await offerTo(given, device, offer);
  const [, another] = await newOffer();
  const kinds = await recorded(() => offerTo(given, device, another));
  expect({ same: again === answer, reconnected: kinds.includes('reconnected') }).toEqual({
    same: true,
    reconnected: true,
  });
});

test('a still of a WebRTC session is for whoever has its bearer', async () => {
  const given = await street.open(street.birch, device, 'webrtc');
  expect((await stillOf(given)).length).toBe(0);
});
