/**
 * What displays were seen to send to the media edge, each with its right answer (`fixtures/cases`):
 * over real sockets, with offers answered by the real WebRTC engine.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { Router } from 'express';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { listening } from '../../common/listening.ts';
import { Failure } from '../../common/failures.ts';
import { differences } from '../../workshop/lab/replay/match.ts';
import { fill, type Json } from '../../workshop/lab/replay/variables.ts';
import type { Streams } from '../../pictures/streams/streams.ts';
import type { WebRtcEngine } from '../../pictures/streams/webrtc/peer.ts';
import { openHouse, type House } from '../../pictures/streams/webrtc/testing/house.ts';
import {
  openTestHouse,
  type TestHouse,
  type TestAccount,
} from '../../workshop/testing/test-house.ts';
import { createApp } from './app.ts';
import { drain } from './drain.ts';
import { createListener } from './listener.ts';
import { mediaRoutes } from './media.ts';
import { noWebhook } from '../../workshop/testing/no-webhook.ts';

const step = z.strictObject({
  method: z.string().default('POST'),
  path: z.string().default('signal'),
  headers: z.record(z.string(), z.string()).default({}),
  /** The header that the stream's bearer comes in. */
  bearer: z.enum(['authorization', 'authentication', 'none']).default('authorization'),
  /** Lines of `${offer}`. */
  offer: z.array(z.string()).default([]),
  lineEnd: z.string().default('\r\n'),
  lastLineEnd: z.boolean().default(true),
  message: z.json().optional(),
  /** How long the display pauses before. */
  waitMs: z.int().default(0),
  expect: z.strictObject({
    status: z.int(),
    headers: z.record(z.string(), z.json()).default({}),
    body: z.json().optional(),
  }),
});
const schema = z.strictObject({
  name: z.string(),
  protocol: z.enum(['webrtc', 'hls']),
  steps: z.array(step),
});
type Step = z.infer<typeof step>;

const cases = ['webrtc', 'hls'].flatMap((kind) => {
  const folder = new URL(`../../../fixtures/cases/google/${kind}/`, import.meta.url);
  return readdirSync(folder).map((file) => {
    const { name, ...rest } = schema.parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
    return [`${file}: ${name}`, rest] as const;
  });
});

let house: TestHouse;
let cameras: House;
let birch: TestAccount;
let engine: WebRtcEngine;
let server: ReturnType<typeof createListener>;
let origin: string;

beforeAll(async () => {
  house = await openTestHouse();
  cameras = openHouse();
  birch = await house.addAccount('Birch');
  engine = await cameras.engine({ maxPeers: 100 });
  const { feed, tracks } = cameras.camera('birch/front-door');
  const stamp = { camera: birch.camera, epoch: 1 };
  const streams: Streams = {
    protocols: ['webrtc', 'hls'],
    open: () => Promise.reject(new Failure('internal', 'not asked for here')),
    refusal: async () => undefined,
    condition: () => undefined,
    hlsFile: async () => {
      const body = Buffer.alloc(9_400);
      return { body, contentType: 'video/mp2t', units: 1, stamp, heardAt: Infinity };
    },
    still: () => Promise.reject(new Failure('internal', 'not asked for here')),
    async signal(_partition, session, signal) {
      if (signal.action === 'end') session.end('display');
      if (signal.action !== 'offer') return undefined;
      const watched = { feed, tracks, offer: signal.sdp, since: 0, admit() {}, onEnd() {} };
      const peer = await engine.connect(watched);
      session.onEnd(() => peer.end());
      return peer.sdp;
    },
  };
  const { partitions, tickets } = house;
  const log = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
  };
  const media = mediaRoutes({
    partitions,
    tickets,
    streams,
    origin: () => origin,
    recordAddresses: false,
    displayPlace: (address) => address,
    log,
  });
  const rest = { webhook: noWebhook, health: Router(), others: [], trustedProxies: 0 };
  server = createListener(createApp({ media, log, ...rest }));
  const { port } = await listening(server);
  origin = `http://127.0.0.1:${port}`;
});
afterAll(async () => {
  await drain(server, 100);
  await cameras.close();
  await house.close();
});

test.each(cases)('%s', async (_name, { protocol, steps }) => {
  const bearer = 'the-bearer-of-this-stream';
  const ticket = await house.partitions.within(birch.proof, async (partition) =>
    partition.ticket(
      partition.startSession(await partition.device(birch.device), protocol),
      bearer,
    ),
  );

  async function send(one: Step): Promise<void> {
    house.time.monotonic += one.waitMs;
    await house.partitions.recheck();
    const offer = one.offer.join(one.lineEnd) + (one.lastLineEnd ? one.lineEnd : '');
    const variables = new Map([
      ['device', birch.device],
      ['offer', offer],
    ]);
    const answer = await fetch(`${origin}/live/${ticket}/${one.path}`, {
      method: one.method,
      headers: {
        ...(one.message !== undefined && { 'content-type': 'application/json' }),
        ...(one.bearer !== 'none' && { [one.bearer]: `Bearer ${bearer}` }),
        ...one.headers,
      },
      ...(one.message !== undefined && {
        body: JSON.stringify(fill(one.message, variables)),
      }),
    });
    const text = await answer.text();
    const { status, headers, body } = one.expect;
    expect([answer.status, text]).toEqual([status, expect.anything()]);
    for (const [name, rule] of Object.entries(headers)) {
      const found = answer.headers.get(name);
      expect(differences(rule, found ?? undefined, name)).toEqual([]);
    }
    if (body !== undefined) expect(differences(body, JSON.parse(text) as Json)).toEqual([]);
  }

  for (const one of steps) await send(one);
});

test('none of them was left out', () => {
  expect(cases).toHaveLength(37);
});
