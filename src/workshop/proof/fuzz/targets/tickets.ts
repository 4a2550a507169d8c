/** The media edge: tickets, paths and signalling messages, forged, bent and put together anew. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { streamIn, ticketOf } from '../../../../simulator/client/given-stream.ts';
import { streamPayload } from '../../../../simulator/client/intent-request.ts';
import { startFuzzedBridge, type FuzzedBridge } from '../bridge.ts';
import { byteEdits, damaged, jsonBodies } from '../damage.ts';
import { httpBench } from '../http-bench.ts';
import { bytesOf, tricked, type HttpInput } from '../request.ts';
import type { Target } from '../target.ts';
import { jsonTexts, texts, wellFormed } from '../values.ts';

interface Stream {
  readonly ticket: string;
  readonly bearer: string;
}

async function openStream(bridge: FuzzedBridge, token: string, protocol: string): Promise<Stream> {
  const asked = streamPayload([bridge.account.cameras[0]?.deviceId ?? ''], [protocol]);
  const given = streamIn(await bridge.intend(token, 'EXECUTE', asked));
  if (given === undefined) throw new Error(`no stream by ${protocol}`);
  return { ticket: ticketOf(given.url), bearer: given.bearer };
}

const encoded = (text: string): string => Buffer.from(text).toString('base64url');

/** Tokens of the right shape that nobody signed, or that somebody else did. */
function forged(genuine: string): fc.Arbitrary<string> {
  const [head = '', claims = '', signature = ''] = genuine.split('.');
  const plain = Buffer.from(claims, 'base64url').toString();
  const heads = fc.constantFrom(
    head,
    encoded('{"alg":"none"}'),
    encoded('{"alg":"HS256"}'),
    encoded('{"alg":"HS256","kid":"__proto__"}'),
    encoded('{"alg":"HS256","kid":{"a":1}}'),
    encoded('{"alg":"ES256","kid":"x","jwk":{}}'),
    encoded('null'),
    encoded('[]'),
    '',
  );
  const bodies = fc.oneof(
    fc.constant(claims),
    jsonTexts.map(encoded),
    fc
      .tuple(fc.constant(Buffer.from(plain)), byteEdits)
      .map(([bytes, edits]) => damaged(bytes, edits).toString('base64url')),
  );
  const signed = fc.constantFrom(
    () => signature,
    () => '',
    (text: string) => createHmac('sha256', 'secret').update(text).digest('base64url'),
  );
  const put = fc
    .tuple(heads, bodies, signed)
    .map(([h, b, sign]) => `${h}.${b}.${sign(`${h}.${b}`)}`);
  const bent = fc
    .tuple(fc.nat(genuine.length - 1), fc.constantFrom('A', 'Z', 'a', 'z', '0', '9', '_', '-'))
    .map(([place, letter]) => genuine.slice(0, place) + letter + genuine.slice(place + 1));
  return fc.oneof(put, bent);
}

export const tickets: Target<HttpInput> = {
  name: 'tickets',
  abreast: 64,
  async open() {
    const bridge = await startFuzzedBridge();
    const { access } = await bridge.link();
    const [hls, webrtc] = [
      await openStream(bridge, access, 'hls'),
      await openStream(bridge, access, 'webrtc'),
    ];
    const genuine = [hls.ticket, webrtc.ticket];
    const files = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.constantFrom('index.m3u8', 'live.m3u8', 's1.ts', 's2.ts', 'signal'),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          '..',
          '.',
          '',
          'index.m3u8/',
          'INDEX.M3U8',
          'index.m3u8%00',
          '%69ndex.m3u8',
          'a/b',
        ),
      },
      {
        weight: 1,
        arbitrary: texts.map((text) => encodeURIComponent(wellFormed(text)).slice(0, 300)),
      },
    );
    const named = fc.oneof(
      { weight: 2, arbitrary: fc.constantFrom(...genuine) },
      { weight: 6, arbitrary: fc.oneof(...genuine.map(forged)) },
      {
        weight: 1,
        arbitrary: texts.map((text) => encodeURIComponent(wellFormed(text)).slice(0, 3_000)),
      },
    );
    const gets = fc.tuple(named, files).map(([ticket, file]): HttpInput => ({
      method: 'GET',
      target: `/live/${ticket}/${file}`,
      headers: [],
      body: Buffer.alloc(0),
    }));
    const messages = jsonBodies([
      { action: 'offer', deviceId: bridge.account.cameras[0]?.deviceId, sdp: 'v=0\r\n' },
      { action: 'answer', sdp: 'v=0\r\n' },
      { type: 'offer', sdp: 'v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 102\r\n' },
      { offer: 'v=0' },
    ]);
    const bearers = fc.oneof(
      fc.constant(webrtc.bearer),
      fc.constant(access),
      texts.map((text) => text.slice(0, 4_000)),
    );
    const signals = fc
      .tuple(fc.oneof(fc.constant(webrtc.ticket), named), bearers, messages)
      .map(([ticket, bearer, body]): HttpInput => ({
        method: 'POST',
        target: `/live/${ticket}/signal`,
        headers: [
          ['Content-Type', 'application/json'],
          ['Authorization', `Bearer ${bearer}`],
        ],
        body,
      }));
    const inputs = tricked(
      fc.oneof({ weight: 3, arbitrary: gets }, { weight: 2, arbitrary: signals }),
    );
    const broken = fc
      .tuple(gets, fc.uint8Array({ minLength: 1, maxLength: 8 }), fc.nat(300))
      .map(([input, bytes, place]) => ({
        ...input,
        broken: damaged(bytesOf(input), [{ do: 'insert', at: place, bytes }]),
      }));
    const serves = async () => {
      const fresh = await openStream(bridge, access, 'hls');
      const { status } = await fetch(`${bridge.origin}/live/${fresh.ticket}/index.m3u8`);
      if (status !== 200) throw new Error(`a good stream was answered ${status}`);
    };
    const bench = httpBench(bridge, serves, ({ method, target }, { status }) => {
      const known = genuine.some((ticket) => target.startsWith(`/live/${ticket}/`));
      const media = method === 'GET' || method === 'POST';
      return status === 200 && media && target.includes('/live/') && !known
        ? 'a forged ticket opened a stream'
        : undefined;
    });
    return {
      bench,
      inputs: fc.oneof({ weight: 60, arbitrary: inputs }, { weight: 1, arbitrary: broken }),
    };
  },
};
