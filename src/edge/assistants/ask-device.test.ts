/** What any assistant is answered of one device, whatever happens while its camera is asked. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Failure } from '../../common/failures.ts';
import type { DeviceId } from '../../identity/ids.ts';
import { noNames } from '../../wall/partitions/claims.ts';
import type { Partition } from '../../wall/partitions/partition.ts';
import { streamForm } from '../../pictures/cameras/stream-form.ts';
import { createRegister, type Register } from '../../wall/operator/register.ts';
import { createQuickStreams } from '../../workshop/testing/quick-streams.ts';
import {
  openTestHouse,
  type TestHouse,
  type TestAccount,
} from '../../workshop/testing/test-house.ts';
import type { Answered } from './ask-device.ts';
import { askPresence } from './ask-presence.ts';
import { askStream } from './ask-stream.ts';

let house: TestHouse;
let birch: TestAccount;
let harbour: TestAccount;
let register: Register;
/** What happens while the camera is asked. */
let meanwhile: (name: string) => Promise<void> | void;
let asked: string[];
let reported: unknown[];
let noted: (string | undefined)[];

beforeEach(async () => {
  [meanwhile, asked, reported, noted] = [() => undefined, [], [], []];
  house = await openTestHouse();
  birch = await house.addAccount('Birch');
  harbour = await house.addAccount('Harbour');
  register = createRegister(house.store, house.ring, noNames, streamForm);
});
afterEach(() => house.close());

const streams = createQuickStreams({
  async before(name) {
    asked.push(name);
    await meanwhile(name);
  },
});
const asking = {
  streams,
  report: (error: unknown) => void reported.push(error),
  note: (device: string | undefined, { code }: Failure) => void noted.push(`${device}: ${code}`),
};
const hls = { protocols: ['hls'], casts: false };

type Verb = <P>(partition: Partition<P>, id: string) => Promise<Answered<unknown>>;
const verbs: readonly [string, Verb][] = [
  ['a stream', (partition, id) => askStream(partition, id, hls, { ...asking, named: () => ({}) })],
  [
    'its presence',
    (partition, id) =>
      askPresence(partition, id, { ...asking, find: (name) => partition.device(name) }),
  ],
];

const ask = (verb: Verb, id: string): Promise<Answered<unknown>> =>
  house.partitions.within(birch.proof, (partition) => verb(partition, id));

/** After more than a moment, `change` is made while the camera is asked. */
function later(change: () => Promise<unknown>): void {
  meanwhile = async () => {
    house.time.monotonic += 1_000;
    await change();
  };
}

async function rename(device: DeviceId, name: string): Promise<void> {
  await register.rename(device, { name });
}

const refusedBy = (code: string) => ({ refusal: { code } });

test.each(verbs)('%s is given of a device of one’s own', async (_, verb) => {
  expect(await ask(verb, birch.device)).toHaveProperty('given');
  expect([asked, noted, reported]).toEqual([['Front door'], [], []]);
});

test.each(verbs)('%s: of another account’s device no camera is asked', async (_, verb) => {
  expect(await ask(verb, harbour.device)).toMatchObject(refusedBy('device-not-found'));
  expect([asked, noted]).toEqual([[], [`${harbour.device}: device-not-found`]]);
});

test.each(verbs)('%s: a device that went away meanwhile is not there', async (_, verb) => {
  later(() => register.remove(birch.device));
  expect(await ask(verb, birch.device)).toMatchObject(refusedBy('device-not-found'));
});

test.each(verbs)('%s: nor is one that was handed over, however it fares', async (_, verb) => {
  await rename(birch.device, 'Locked cellar');
  expect(await ask(verb, birch.device)).toMatchObject(refusedBy('device-not-ready'));
  later(() => register.transfer(birch.device, harbour.account));
  expect(await ask(verb, birch.device)).toMatchObject(refusedBy('device-not-found'));
  // How its camera fares is no news of the request; that it is not there is.
  expect(noted).toEqual([`${birch.device}: device-not-found`]);
});

test.each(verbs)('%s: what should not happen is reported, and told as nothing', async (_, verb) => {
  await rename(birch.device, 'Broken attic');
  expect(await ask(verb, birch.device)).toMatchObject(refusedBy('internal'));
  expect(reported).toEqual([expect.any(TypeError)]);
});

test.each(
  verbs.flatMap((verb) =>
    (['storage-down', 'unauthenticated'] as const).map((code) => [code, ...verb] as const),
  ),
)('%s while one asks for %s is the whole request’s', async (code, _, verb) => {
  meanwhile = () => Promise.reject(new Failure(code, 'as said'));
  await expect(ask(verb, birch.device)).rejects.toMatchObject({ code });
});

test('a stream of a protocol that nobody asked for is none', async () => {
  const stubborn = { ...asking, streams: createQuickStreams({ stubborn: 'webrtc' }) };
  const answered = await house.partitions.within(birch.proof, (partition) =>
    askStream(partition, birch.device, hls, { ...stubborn, named: () => ({}) }),
  );
  expect(answered).toMatchObject(refusedBy('protocol-unsupported'));
});
