/** Every account against every foreign device, over every intent and every media route. */
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { signal } from '../../simulator/client/signal.ts';
import { readAnswer } from '../proof/http-heads.ts';
import { decodeJwt } from '../proof/races/jwt.ts';
import { createAccessTokens } from '../../identity/access-token.ts';
import { DeviceId, newDeviceId, newSessionId, SessionId } from '../../identity/ids.ts';
import { openKeyRing } from '../../identity/keyring.ts';
import { createTickets, type StreamProtocol } from '../../identity/ticket.ts';
import { startDemoBridge, type DemoBridge } from '../testing/demo-bridge.ts';
import { hlsFiles, nobodysDevice, openStream, streamCommand } from '../testing/streams.ts';
import type { GivenStream } from '../testing/streams.ts';

let bridge: DemoBridge;
let tokens: Record<'Birch' | 'Harbour', string>;
const names = ['Birch', 'Harbour'] as const;
const other = { Birch: 'Harbour', Harbour: 'Birch' } as const;

beforeAll(async () => {
  bridge = await startDemoBridge();
  const [birch, harbour] = await Promise.all([
    bridge.link(bridge.birch),
    bridge.link(bridge.harbour),
  ]);
  tokens = { Birch: birch.accessToken, Harbour: harbour.accessToken };
});
afterAll(() => bridge.close());

const accountOf = (name: 'Birch' | 'Harbour') => (name === 'Birch' ? bridge.birch : bridge.harbour);
const devicesOf = (name: 'Birch' | 'Harbour') =>
  accountOf(name).cameras.map(({ deviceId }) => deviceId);

/** An answer with the device's id struck out, so that two can be compared. */
const withoutId = (answer: unknown, id: string) => JSON.stringify(answer).replaceAll(id, 'ID');

describe.each(names)('%s', (name) => {
  test('sees its own two cameras in SYNC and no other', async () => {
    const { body } = await bridge.intend(tokens[name], 'SYNC');
    const ids = body.payload.devices.map(({ id }: { id: string }) => id);
    expect(ids.toSorted()).toEqual(devicesOf(name).toSorted());
  });

  test('learns by QUERY as much of a foreign device as of none', async () => {
    for (const foreign of devicesOf(other[name])) {
      const absent = nobodysDevice();
      const [of, none] = await Promise.all(
        [foreign, absent].map((id) => bridge.intend(tokens[name], 'QUERY', { devices: [{ id }] })),
      );
      expect(of?.body.payload.devices[foreign]).toMatchObject({ errorCode: 'deviceNotFound' });
      expect([of?.status, withoutId(of?.body, foreign)]).toEqual([
        none?.status,
        withoutId(none?.body, absent),
      ]);
    }
  });

  test('gets by EXECUTE as much of a foreign device as of none, whatever it asks', async () => {
    const wishes = [['hls'], ['webrtc'], ['webrtc', 'hls'], ['dash'], []];
    for (const foreign of devicesOf(other[name])) {
      for (const wish of wishes) {
        const absent = nobodysDevice();
        const [of, none] = await Promise.all(
          [foreign, absent].map((id) =>
            bridge.intend(tokens[name], 'EXECUTE', streamCommand(id, wish)),
          ),
        );
        expect(of?.body.payload.commands[0]).toMatchObject({ errorCode: 'deviceNotFound' });
        expect([of?.status, withoutId(of?.body, foreign)]).toEqual([
          none?.status,
          withoutId(none?.body, absent),
        ]);
      }
    }
  });

  test('is not helped by a device id that only looks like another', async () => {
    const [id = ''] = devicesOf(other[name]);
    const likes = [
      id.toUpperCase(),
      id.slice(0, -1),
      `${id} `,
      `${id}\u0000`,
      encodeURIComponent(id),
    ];
    for (const like of [...likes, '__proto__', 'constructor', '']) {
      const { status, body } = await bridge.intend(tokens[name], 'QUERY', {
        devices: [{ id: like }],
      });
      const answered = Object.values(body.payload?.devices ?? { refused: { online: false } });
      expect([200, 400]).toContain(status);
      for (const device of answered) expect(device).toMatchObject({ online: false });
    }
  });
});

describe('a ticket', () => {
  let mine: GivenStream;
  let theirs: GivenStream;
  let signalling: GivenStream;
  const parts = (stream: GivenStream) => {
    const { dev, sid } = decodeJwt(stream.ticket);
    return { device: DeviceId(String(dev)), session: SessionId(String(sid)) };
  };

  beforeAll(async () => {
    const open = (name: 'Birch' | 'Harbour', protocol: StreamProtocol) =>
      openStream(bridge, tokens[name], devicesOf(name)[0] ?? '', protocol);
    mine = await open('Birch', 'hls');
    theirs = await open('Harbour', 'hls');
    signalling = await open('Birch', 'webrtc');
    await Promise.all([hlsFiles(mine.url), hlsFiles(theirs.url)]);
  });

  /** All media routes under a ticket; every one must answer as if there were nothing. */
  async function refusedEverywhere(ticket: string): Promise<void> {
    const files = ['index.m3u8', 'live.m3u8', 'snapshot.jpg', '0.ts', 'init.mp4', 'nothing.ts'];
    for (const file of files) {
      const answer = await fetch(`${bridge.origin}/live/${ticket}/${file}`);
      expect([file, answer.status]).toEqual([file, 404]);
      expect(await answer.json()).toEqual({ error: 'not-found', message: 'no such stream' });
      expect(answer.headers.get('cache-control')).toBe('private, no-store');
    }
    const foreign = { url: `${bridge.origin}/live/${ticket}/signal`, bearer: mine.bearer };
    const answer = await signal(foreign, { action: 'offer', sdp: 'v=0' });
    expect([401, 404]).toContain(answer.status);
    expect(await answer.text()).not.toContain('sdp');
  }

  test('opens its own stream', async () => {
    for (const url of await hlsFiles(mine.url)) {
      const answer = await fetch(url);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toBe('private, no-store');
    }
  });

  test('whose parts were mixed with another ticket is refused', async () => {
    const [a, b] = [mine.ticket.split('.'), theirs.ticket.split('.')];
    await refusedEverywhere([a[0], b[1], a[2]].join('.'));
    await refusedEverywhere([a[0], a[1], b[2]].join('.'));
  });

  test('that was guessed, cut, lengthened or is an access token is refused', async () => {
    await refusedEverywhere(`${mine.ticket}A`);
    await refusedEverywhere(mine.ticket.slice(0, -2));
    await refusedEverywhere('e30.e30.e30');
    await refusedEverywhere(tokens.Birch);
  });

  test('rightly signed, but of another account, device, session or protocol, is refused', async () => {
    const ring = openKeyRing(join(bridge.dataDir, 'keys.json'));
    const tickets = createTickets(ring, Date.now);
    const issuer = 'urn:casement:demo';
    const access = createAccessTokens({ ring, issuer, lifetimeSeconds: 3600, now: Date.now });
    const birch = access.verify(tokens.Birch);
    const right = {
      proof: birch,
      ...parts(mine),
      protocol: 'hls' as const,
      bearer: mine.bearer,
      expiresAt: Date.now() + 60_000,
    };
    // The forger has our keys here: first it is shown that this way of forging works at all.
    const genuine = `${bridge.origin}/live/${tickets.mint(right)}/index.m3u8`;
    expect((await fetch(genuine)).status).toBe(200);
    const forgeries = [
      { ...right, proof: access.verify(tokens.Harbour) },
      { ...right, device: parts(theirs).device },
      { ...right, device: newDeviceId() },
      { ...right, session: parts(theirs).session },
      { ...right, session: parts(signalling).session },
      { ...right, session: newSessionId() },
      { ...right, ...parts(theirs) },
      { ...right, protocol: 'webrtc' as const },
      { ...right, expiresAt: Date.now() - 1_000 },
    ];
    for (const forgery of forgeries) await refusedEverywhere(tickets.mint(forgery));
  });

  test('does not signal without its own bearer', async () => {
    const post = (headers: Record<string, string>) =>
      fetch(signalling.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ action: 'offer', sdp: 'v=0' }),
      });
    const answers = [
      await post({}),
      await post({ authorization: `Bearer ${mine.bearer}` }),
      await post({ authorization: `Bearer ${tokens.Birch}` }),
      await post({ authorization: `Basic ${signalling.bearer}` }),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(answer.headers.get('access-control-allow-origin')).toBe('https://www.gstatic.com');
    }
    // With the right bearer the very same request gets as far as the SDP.
    expect((await post({ authorization: `Bearer ${signalling.bearer}` })).status).toBe(400);
  });

  test('in any other spelling of its path names nothing, and nothing of it is cacheable', async () => {
    const path = new URL(mine.url).pathname;
    const spellings = [
      `${path}/x.jpg`,
      `${path};x.css`,
      `${path}%2f..`,
      `${path}%00`,
      `/${path}`,
      path.replace('/live/', '/LIVE/'),
      path.replace('/live/', '/live//'),
      path.replace('/live/', '/live/./'),
      path.replace('/live/', '/x/../live/'),
      path.replace('/live/', '/%6cive/'),
      path.replace('index', 'INDEX'),
      path.replace('index', 'x/../index'),
      path.replace('index.m3u8', ''),
      path.replace('/index.m3u8', ''),
    ];
    for (const spelling of spellings) {
      const { status, headers } = await rawGet(bridge.origin, spelling);
      expect([spelling, status]).toEqual([spelling, 404]);
      expect(headers).toMatch(/cache-control: private, no-store/i);
    }
  });
});

/** GET with the target exactly as given: fetch would tidy it up. */
async function rawGet(
  origin: string,
  target: string,
): Promise<{ status: number; headers: string }> {
  const { hostname, port, host } = new URL(origin);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname)
      .on('error', reject)
      .on('data', (bytes) => void chunks.push(bytes))
      .on('close', () => {
        const { status = 0, head: headers = '' } = readAnswer(Buffer.concat(chunks)) ?? {};
        resolve({ status, headers });
      });
    socket.write(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  });
}
