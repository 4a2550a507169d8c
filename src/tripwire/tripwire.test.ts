/**
 * The whole bridge with its tripwire, and in front of it what gets answers wrong in every way.
 *
 * @takes 77 s
 */
import { afterEach, expect, jest, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../workshop/testing/scratch-folder.ts';
import { freePort } from '../common/free-port.ts';
import * as waits from '../workshop/until.ts';
import { startBridge, type Bridge } from '../bridge/bridge.ts';
import { readConfig, type Config } from '../bridge/config/config.ts';
import { createLog } from '../common/log.ts';
import {
  misdial,
  mixUp,
  startMeddler,
  type Answer,
  type Call,
  type Meddle,
  type Meddler,
} from '../workshop/testing/meddler.ts';

jest.setTimeout(60_000);

let proxy: Meddler;
let bridge: Bridge;
let folder: string;
let logged: string;
/** Streams that a canary ended: each does so once, at the end of every round. */
let rounds: number;

afterEach(async () => {
  await bridge.close();
  await proxy.close();
  removeFolder(folder);
});

/** Starts a bridge behind a proxy, and waits until the canaries have gone round once. */
async function open(tuned: Partial<Config> = {}): Promise<void> {
  folder = scratchFolder('wire');
  proxy = await startMeddler();
  const port = await freePort();
  proxy.leadTo(port);
  [logged, rounds] = ['', 0];
  const config = readConfig({ PORT: String(port), DATA_DIR: folder });
  const tripwire = { on: true, intervalMs: 200, webhook: undefined };
  bridge = await startBridge(
    { ...config, publicUrl: proxy.origin, tripwire, ...tuned },
    createLog('warn', { write: (line) => (logged += line) }),
  );
  await goRound();
}

/** Lets everything through, until the canaries have gone round once more. */
async function goRound(): Promise<void> {
  const before = rounds;
  proxy.meddle((asked, answer) => {
    if (asked.body.includes('"action":"end"') && answer.status === 200) rounds += 1;
    return answer;
  });
  await until(() => rounds >= before + 3);
}

const until = (holds: () => boolean) => waits.until(holds, 20_000, { what: () => logged });

const reasons = (): string[] =>
  [...logged.matchAll(/"alarm":"tripwire","reason":"([^"]*)"/g)].map(([, reason = '']) => reason);

const read = (body: Buffer | string) => JSON.parse(body.toString()) as Record<string, unknown>;
const isIntent = (name: string, body: string): boolean => body.includes(`devices.${name}"`);

/** Answers with what was last answered to somebody else who asked something of the same `key`. */
function confuse(key: (url: string, body: string) => string | undefined): Meddle {
  const last = new Map<string, { by: string | undefined; answer: Answer }[]>();
  return ({ url, body, authorization: by }, answer) => {
    const name = key(url, body);
    if (name === undefined || answer.status !== 200) return answer;
    const known = last.get(name) ?? [];
    last.set(name, [...known.filter((one) => one.by !== by), { by, answer }]);
    return known.find((one) => one.by !== by)?.answer ?? answer;
  };
}

/** The question inside a request, without what is different every time. */
const command = (body: string): string => {
  const [input] = read(body)['inputs'] as [object];
  return JSON.stringify(input);
};

/** As `confuse`, for those EXECUTE that ask for the asker's own device. */
function confuseOwn(): Meddle {
  const owned = new Map<string | undefined, string>();
  const mixed = confuse((_url, body) => (body.includes('"hls"') ? 'EXECUTE' : undefined));
  return (asked, answer) => {
    const { body, authorization } = asked;
    const [, device = ''] = /"devices":\[\{"id":"(d_[^"]+)"/.exec(answer.body.toString()) ?? [];
    if (isIntent('SYNC', body) && device !== '') owned.set(authorization, device);
    return body.includes(owned.get(authorization) ?? 'nothing') ? mixed(asked, answer) : answer;
  };
}

/** The URL of a stream that somebody else was given, in an answer that is right otherwise. */
function swapUrls(): Meddle {
  const given = new Map<string, string>();
  return ({ body, authorization = '' }, answer) => {
    const text = answer.body.toString();
    const [, url] = /"cameraStreamAccessUrl":"([^"]+)"/.exec(text) ?? [];
    if (!isIntent('EXECUTE', body) || url === undefined) return answer;
    given.set(authorization, url);
    const [, other] = [...given].find(([by]) => by !== authorization) ?? [];
    return { ...answer, body: Buffer.from(text.replace(url, other ?? url)) };
  };
}

const cases: [string, string, () => Meddle][] = [
  [
    'another account',
    'SYNC is cached for everybody',
    () => confuse((_url, body) => (isIntent('SYNC', body) ? 'SYNC' : undefined)),
  ],
  [
    'another device',
    'SYNC lists a stranger’s device',
    () =>
      ({ body }, answer) => {
        if (!isIntent('SYNC', body)) return answer;
        const told = read(answer.body) as { payload: { devices: { id: string }[] } };
        told.payload.devices.push({ id: 'd_AAAAAAAAAAAAAAAAAAAAAA' });
        return { ...answer, body: Buffer.from(JSON.stringify(told)) };
      },
  ],
  ['another device', 'EXECUTE is cached for everybody who asks for his own', confuseOwn],
  ['another stream', 'EXECUTE gives the stream of the other', swapUrls],
  [
    'another stream',
    'a playlist leads to somebody else’s stream',
    () =>
      ({ url }, answer) => {
        if (!url.endsWith('live.m3u8') || answer.status !== 200) return answer;
        const body = answer.body.toString().replaceAll(/^(?!#)(.+)$/gm, '/live/a.b.c/$1');
        return { ...answer, body: Buffer.from(body) };
      },
  ],
  [
    'a foreign device was opened',
    'EXECUTE is cached by what is asked, without the account',
    () => confuse((_url, body) => (isIntent('EXECUTE', body) ? command(body) : undefined)),
  ],
  [
    'a foreign bearer was taken',
    'signalling is cached',
    () =>
      ({ url }, answer) =>
        url.endsWith('/signal') ? { ...answer, status: 200, body: Buffer.from('{}') } : answer,
  ],
  ['another camera’s picture', 'segments are mixed up', () => mixUp(/\.ts$/)],
  ['another camera’s picture', 'stills are mixed up', () => mixUp(/^snapshot\.jpg$/)],
];

test.each(cases)('%s: %s', async (reason, _how, how) => {
  await open();
  proxy.meddle(how());
  await until(() => reasons().length > 0);
  expect(reasons()).toEqual([reason]);
});

test('another camera’s picture: CMAF segments are mixed up', async () => {
  await open({ hlsFormat: 'cmaf' });
  expect(logged).not.toContain('front door');
  proxy.meddle(mixUp(/\.m4s$/));
  await until(() => reasons().length > 0);
  expect(reasons()).toEqual(['another camera’s picture']);
});

test('a bridge without HLS is watched by its stills', async () => {
  await open({ protocols: { usual: ['webrtc'], cast: ['webrtc'] } });
  proxy.meddle(mixUp(/^snapshot\.jpg$/));
  await until(() => reasons().length > 0);
  expect(reasons()).toEqual(['another camera’s picture']);
});

/** The stream that EXECUTE gave for WebRTC, if that is what was answered. */
function callOf(answer: Answer): Call | undefined {
  const text = answer.body.toString();
  const [, url] = /"cameraStreamSignalingUrl":"([^"]+)"/.exec(text) ?? [];
  const [, bearer] = /"cameraStreamAuthToken":"([^"]+)"/.exec(text) ?? [];
  const [, device] = /"ids":\["([^"]+)"\]/.exec(text) ?? [];
  if (url === undefined || bearer === undefined || device === undefined) return undefined;
  return { url: new URL(url).pathname, bearer, device };
}

test('another camera’s picture: WebRTC offers reach the stream of the other', async () => {
  await open();
  let calls: Call[] = [];
  proxy.meddle((_asked, answer) => {
    calls = [...calls, callOf(answer) ?? []].flat().slice(-2);
    return answer;
  });
  proxy.mislead(misdial((url) => calls.find((call) => call.url !== url)));
  await until(() => reasons().length > 0);
  expect(reasons()).toEqual(['another camera’s picture']);
});

/** Descriptions of the bridge that lead to a port where nobody is. */
const nowhere: Meddle = ({ url }, answer) => {
  if (!url.endsWith('/signal')) return answer;
  const body = answer.body.toString().replaceAll(/( udp \d+ \S+) \d+ typ/gi, '$1 9 typ');
  return { ...answer, body: Buffer.from(body) };
};

test('where UDP does not reach the bridge it is told of, the rest goes on, and nothing trips', async () => {
  await open();
  logged = '';
  proxy.meddle(nowhere);
  await until(() => logged.includes('"failure":"too few pictures came by WebRTC"'));
  expect(logged).toContain('the tripwire sees nothing by WebRTC');
  await goRound();
  await until(() => logged.includes('the tripwire sees pictures by WebRTC again'));
  expect([reasons(), logged.includes('front door')]).toEqual([[], false]);
});

const faults: [string, Meddle][] = [
  [
    'the answer to another request',
    ({ body }, answer) => {
      if (!isIntent('SYNC', body)) return answer;
      return {
        ...answer,
        body: Buffer.from(answer.body.toString().replace(/"requestId":"./, '"requestId":"x')),
      };
    },
  ],
  [
    'a page for signing in',
    () => ({ status: 200, type: 'text/html', body: Buffer.from('<html>') }),
  ],
  ['a redirect', () => ({ status: 302, type: 'text/html', body: Buffer.alloc(0) })],
  [
    'a segment cut short',
    ({ url }, answer) =>
      url.endsWith('.ts') ? { ...answer, body: answer.body.subarray(0, 100) } : answer,
  ],
  ['an unauthorized', () => ({ status: 401, type: 'application/json', body: Buffer.from('{}') })],
];

test.each(faults)('%s instead is no trip, and is told of', async (_what, fault) => {
  await open();
  // A slow start may have cost a round, which is told of as well.
  logged = '';
  proxy.meddle(fault);
  await until(() => logged.includes('the tripwire cannot make its rounds'));
  await goRound();
  await until(() => logged.includes('makes its rounds through the front door again'));
  expect(reasons()).toEqual([]);
  expect(logged.match(/the tripwire cannot make/g)).toHaveLength(1);
});
