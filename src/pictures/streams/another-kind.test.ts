/** A kind of source that Casement does not have is registered here, and goes the whole way: its row, its feed, its stream. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { entriesOf } from '../../simulator/client/hls-reader.ts';
import { firstFrame } from '../../simulator/watermark/qr/first-frame.ts';
import { createRegister } from '../../wall/operator/register.ts';
import { noNames } from '../../wall/partitions/claims.ts';
import { type Clip, clipSource, makeClip } from '../../workshop/testing/clip-source.ts';
import {
  openTestHouse,
  type TestHouse,
  type TestAccount,
} from '../../workshop/testing/test-house.ts';
import { usualLimits } from '../cameras/check/limits.ts';
import { createSourceKinds, type SourceKinds } from '../cameras/kinds.ts';
import type { OpenSource } from '../cameras/media.ts';
import { rtspKind } from '../cameras/rtsp/kind.ts';
import { bench } from '../cameras/rtsp/testing/bench.ts';
import { patient } from '../cameras/rtsp/testing/watching.ts';
import type { SourceKind } from '../cameras/source-kind.ts';
import { createStreams } from './create-streams.ts';
import { createFeeds } from './feeds.ts';
import { createHlsPackagers } from './hls/packagers.ts';
import type { Streams } from './streams.ts';

const url = 'reel://viewer:sesame@10.0.0.7:7000/door';
const { camera } = bench();
let clip: Clip;
let house: TestHouse;
let birch: TestAccount;
let kinds: SourceKinds;
let openSource: OpenSource;
/** What the kind was asked. */
let asked: string[];
const closing: (() => Promise<void>)[] = [];

beforeAll(async () => {
  clip = await makeClip({ seconds: 2 });
  house = await openTestHouse();
  birch = await house.addAccount('Birch');
  kinds = createSourceKinds([rtspKind(), reel()]);
  openSource = kinds.opener(patient);
});
beforeEach(() => {
  asked = [];
});
afterAll(async () => {
  for (const close of closing.toReversed()) await close();
  await house.close();
});

/** Plays the clip, whatever its URL. */
function reel(): SourceKind {
  const open = (address: Parameters<OpenSource>[0]) => {
    asked.push(`open ${address.stream}`);
    return clipSource(clip)(address);
  };
  return {
    name: 'reel',
    schemes: ['reel'],
    yields: { video: ['h264'], audio: [] },
    opener: () => open,
    async check({ address, open: hold }) {
      asked.push(`check ${address.stream}`);
      const held = hold(open);
      await held.ready(Infinity);
      await held.release();
      return { url: { reason: null }, failed: null, facts: null };
    },
  };
}

/** The way of Birch's `device` from the question to the first segment that its display is let have. */
async function firstSegment(streams: Streams, device: TestAccount['device']) {
  const opened = await house.partitions.within(birch.proof, async (partition) =>
    streams.open(partition, await partition.device(device), {
      protocols: ['hls'],
      casts: false,
    }),
  );
  const ticket = house.tickets.verify(new URL(opened.url).pathname.split('/')[2] ?? '');
  const named = { session: ticket.session, device: ticket.device, protocol: 'hls' } as const;
  const file = (name: string) =>
    house.partitions.within(birch.proof, async (partition) => {
      const session = await partition.session(named);
      const found = await streams.hlsFile(partition, session, name);
      session.admit(found);
      return found;
    });
  const uriIn = async (name: string): Promise<string> => {
    const [first = ''] = entriesOf(Buffer.from((await file(name)).body));
    return first;
  };
  return file(await uriIn(await uriIn('index.m3u8')));
}

test('its camera is added, opened through the feed, and its own pictures reach the display', async () => {
  const register = createRegister(house.store, house.ring, noNames, kinds.form);
  const source = { stream: url, transport: 'auto', alwaysWarm: false } as const;
  const facts = { owner: birch.account, name: 'Reel', nicknames: [], kind: 'camera' } as const;
  const device = await register.addCamera({ ...facts, source });
  const feeds = createFeeds({ openSource, lingerMs: 0, probeTimeoutMs: 2_000 });
  const packagers = createHlsPackagers({ format: 'ts', segmentSeconds: 1, waitMs: 10_000 });
  closing.push(
    () => feeds.close(),
    () => packagers.close(),
  );
  const streams = createStreams({
    feeds,
    packagers,
    stills: { take: () => Promise.reject(new Error('nobody asks for one')) },
    webrtc: {
      connect: () => Promise.reject(new Error('nobody connects')),
      close: async () => undefined,
    },
    orders: { usual: ['hls'], cast: ['hls'] },
    offerBy: 'display',
    publicUrl: () => 'https://bridge.example.net',
  });

  const segment = await firstSegment(streams, device);

  const { stamp } = await register.address(device);
  expect(segment.stamp).toEqual(stamp);
  const shown = await firstFrame({ bytes: segment.body, format: 'mpegts' });
  const startCode = Uint8Array.of(0, 0, 0, 1);
  const own = clip.pictures.filter(({ key }) => key);
  const decoded = await Promise.all(
    own.map(({ nals }) =>
      firstFrame({
        bytes: Buffer.concat(nals.flatMap((nal) => [startCode, nal])),
        format: 'h264',
      }),
    ),
  );
  expect(decoded.some(({ data }) => Buffer.compare(data, shown.data) === 0)).toBe(true);
  expect(asked).toEqual([`open ${url}`]);
});

test('each is opened by its own kind', async () => {
  const one = await camera();
  const where = { transport: 'tcp', alwaysWarm: false, opening: 1 } as const;
  const stamp = { camera: birch.camera, epoch: 1 };
  const real = openSource({ ...where, stream: one.url, stamp });
  const made = openSource({ ...where, stream: url.replace('reel', 'REEL'), stamp });
  closing.push(
    () => real.close(),
    () => made.close(),
  );
  const { video } = await real.ready(Infinity);
  expect(video.width).not.toBe(clip.video.width);
  expect((await made.ready(Infinity)).video).toEqual(clip.video);
  expect(asked).toHaveLength(1);
});

test('each is checked by its own kind', async () => {
  const stamp = { camera: birch.camera, epoch: 1 };
  const address = { stream: url, transport: 'auto', alwaysWarm: false, opening: 1, stamp } as const;
  const checked = await kinds.check({
    address,
    opening: patient,
    open(opener) {
      const source = opener(address);
      return {
        ready: (maxDelayMs) => source.ready(maxDelayMs),
        watch: (listener) => source.subscribe(listener),
        release: () => source.close(),
      };
    },
    binds: false,
    limits: usualLimits,
    tell: () => undefined,
  });
  expect(checked.url).toEqual({ reason: null });
  expect(asked).toEqual([`check ${url}`, `open ${url}`]);
});

test('a scheme of no kind is refused, and so is what stands in a row all the same', async () => {
  const register = createRegister(house.store, house.ring, noNames, kinds.form);
  const stream = 'tape://10.0.0.7:7000/door';
  const source = { stream, transport: 'auto', alwaysWarm: false } as const;
  const facts = { owner: birch.account, name: 'Tape', nicknames: [], kind: 'camera' } as const;
  await expect(register.addCamera({ ...facts, source })).rejects.toMatchObject({
    code: 'bad-request',
    message: 'the RTSP or reel URL must begin with rtsp:// or rtsps:// or reel://',
  });
  const stamp = { camera: birch.camera, epoch: 1 };
  for (const unknown of [stream, 'no URL at all']) {
    const opened = openSource({ ...source, stream: unknown, opening: 1, stamp });
    closing.push(() => opened.close());
    await expect(opened.ready()).rejects.toMatchObject({ reason: { code: 'bad-address' } });
  }
  expect(asked).toEqual([]);
});
