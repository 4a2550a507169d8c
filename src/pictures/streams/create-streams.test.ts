/** The parts put together: what is opened is given back, and every unit passes the session's look. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { Tracks } from '../media/unit.ts';
import type { Condition } from '../cameras/condition.ts';
import { Failure } from '../../common/failures.ts';
import type { CameraAddress } from '../../wall/partitions/camera-address.ts';
import type { NamedSession, Work } from '../../wall/partitions/partition.ts';
import type { Filmed } from '../../wall/partitions/stamp.ts';
import { createSwitch } from '../../wall/operator/switch.ts';
import { openNotebook, type Notebook } from '../../workshop/testing/notebook.ts';
import {
  openTestHouse,
  type TestHouse,
  type TestAccount,
} from '../../workshop/testing/test-house.ts';
import { tracks } from '../../workshop/testing/tracks.ts';
import { createStages } from './stages.ts';
import { createStreams, type StreamsParts } from './create-streams.ts';
import type { Feed, Feeds } from './feed.ts';
import type { HlsFile } from './hls/hls.ts';
import type { Streams } from './streams.ts';
import type { PeerRequest } from './webrtc/peer.ts';
import { until } from '../../workshop/until.ts';

let house: TestHouse;
let notebook: Notebook;
let birch: TestAccount;
let harbour: TestAccount;
let streams: Streams;
let held: number;
let opened: number;
/** What each release said of whether its camera is over. */
let overs: (boolean | undefined)[];
/** How long who asked could wait for a first picture, and how old one may be. */
let begins: unknown[][];
let condition: Condition | undefined;
let conditionAsked: unknown;
const away = new Failure('device-offline', 'the camera does not answer');
let isLost: boolean;
let cameraIsThere: boolean;
let peers: { request: PeerRequest; ended: boolean; accepted: string[] }[];
/** What happens while a connection is made. */
let connecting: () => unknown;
/** What the camera says that it has. */
let shown: Tracks;
/** The feeds that were to be packaged, and what is in their packages. */
let packaged: Feed[];
let files: Map<string, HlsFile>;
/** What is waited for, and never comes. */
const waiting = new Promise<never>(() => undefined);
/** What stills were taken of. */
let taken: { address: CameraAddress; feed: Feed; key: unknown }[];
let stillsWait: boolean;
let stillFails: Failure | undefined;
/** How often cameras were asked whether they can be reached. */
let asked: number;
let parts: StreamsParts;

beforeEach(async () => {
  notebook = openNotebook();
  house = await openTestHouse({ recorder: notebook.recorder });
  birch = await house.addAccount('Birch');
  harbour = await house.addAccount('Harbour');
  held = 0;
  opened = 0;
  overs = [];
  begins = [];
  cameraIsThere = true;
  peers = [];
  connecting = () => undefined;
  shown = tracks;
  stillsWait = false;
  stillFails = undefined;
  [packaged, files, taken, asked] = [[], new Map(), [], 0];
  const feeds: Feeds = {
    open({ stamp }) {
      held += 1;
      opened += 1;
      let holding = true;
      const feed = {
        stamp,
        opening: 1,
        ready: async (...begin: unknown[]) => {
          begins.push(begin);
          if (!cameraIsThere) throw away;
          return shown;
        },
        online: () => cameraIsThere,
        watch: () => () => undefined,
        lastKey: () => undefined,
      };
      return {
        feed,
        release(over) {
          overs.push(over);
          if (holding) held -= 1;
          holding = false;
        },
      };
    },
    closeOutdated: async () => undefined,
    isLost: () => isLost,
    async probe(_address, maxDelayMs, oldest, unsuited) {
      begins.push([maxDelayMs, oldest]);
      asked += 1;
      return cameraIsThere ? unsuited?.(shown) : away;
    },
    size: 0,
    close: async () => undefined,
  };
  condition = undefined;
  isLost = false;
  parts = {
    feeds,
    conditions: {
      of(from) {
        conditionAsked = from;
        return condition;
      },
    },
    packagers: {
      of(feed) {
        packaged.push(feed);
        return { file: async (name) => (name === 'held.m3u8' ? waiting : files.get(name)) };
      },
      close: async () => undefined,
    },
    stills: {
      async take(address, feed, _since, key) {
        taken.push({ address, feed, key });
        if (stillsWait) await waiting;
        if (stillFails !== undefined) throw stillFails;
        return { jpeg: new Uint8Array(3), stamp: address.stamp, takenAt: 0, heardAt: 0 };
      },
    },
    webrtc: {
      async connect(request) {
        await connecting();
        const peer = { request, ended: false, accepted: [] as string[] };
        peers.push(peer);
        return {
          sdp: `sdp ${peers.length}`,
          accept: (answer) => void peer.accepted.push(answer),
          end: () => {
            peer.ended = true;
          },
        };
      },
      close: async () => undefined,
    },
    orders: { usual: ['webrtc', 'hls'], cast: ['webrtc', 'hls'] },
    offerBy: 'display',
    publicUrl: () => 'https://bridge.example.net',
  };
  streams = createStreams(parts);
});
afterEach(() => house.close());

const ask = (protocol: 'hls' | 'webrtc', who = birch, named?: () => object) =>
  house.partitions.within(who.proof, async (partition) =>
    streams.open(
      partition,
      await partition.device(who.device),
      { protocols: [protocol], casts: false },
      named,
    ),
  );

async function open(
  protocol: 'hls' | 'webrtc',
  who = birch,
  named?: () => object,
): Promise<NamedSession> {
  const { url } = await ask(protocol, who, named);
  const { session, device } = house.tickets.verify(new URL(url).pathname.split('/')[2] ?? '');
  return { session, device, protocol };
}

const signal = (
  named: NamedSession,
  action: 'offer' | 'answer' | 'end',
  sdp = 'v=0',
  who = birch,
) =>
  house.partitions.within(who.proof, async (partition) =>
    streams.signal(partition, await partition.session(named), { action, sdp }),
  );

/** Ends a session as a revocation does. */
const end = () => house.partitions.within(birch.proof, (partition) => partition.unlink());

test('a display is told to begin where its protocol can: HLS not with an old key picture', async () => {
  await open('hls');
  await open('webrtc');
  const refusal = (order: readonly ('hls' | 'webrtc')[], who: TestAccount) => {
    const asking = createStreams({ ...parts, orders: { usual: order, cast: order } });
    return house.partitions.within(who.proof, async (partition) =>
      asking.refusal(partition, await partition.device(who.device)),
    );
  };
  await refusal(['hls'], birch);
  await refusal(['webrtc', 'hls'], harbour);
  expect(begins).toEqual([
    [16_000, 10_000],
    [8_000, Infinity],
    [16_000, 10_000],
    [16_000, Infinity],
  ]);
});

test('where another protocol has to be chosen, it is asked for that', async () => {
  const hurdle = { reason: 'b-pictures', seen: true } as const;
  shown = { ...tracks, video: { ...tracks.video, hurdle } };
  await house.partitions.within(birch.proof, async (partition) =>
    streams.open(partition, await partition.device(birch.device), {
      protocols: ['webrtc', 'hls'],
      casts: false,
    }),
  );
  expect(begins).toEqual([
    [8_000, Infinity],
    [16_000, 10_000],
  ]);
});

test('a camera that is suspended is not even opened', async () => {
  const operator = createSwitch(house.store, Date.now);
  await operator.suspend({ of: 'all' });
  await expect(open('hls')).rejects.toMatchObject({ code: 'suspended' });
  expect(opened).toBe(0);
  await operator.resume({ of: 'all' });
  await open('hls');
  expect(opened).toBe(1);
});

const unit = ({ camera }: TestAccount): Filmed => ({
  stamp: { camera, epoch: 1 },
  heardAt: Infinity,
});

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

test('a session that has ended leaves nothing behind, however long its partition stays open', async () => {
  const sessions: WeakRef<object>[] = [];
  const count = createStages({});
  const stages = { ...count, opened: (of: object) => void sessions.push(new WeakRef(of)) };
  streams = createStreams({ ...parts, stages });
  for (let turn = 1; turn <= 50; turn += 1) await signal(await open('webrtc'), 'end');
  await open('hls');
  // What awaits still may hold the last of them.
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  const left = sessions.filter((session) => session.deref() !== undefined);
  expect(left.length).toBeLessThan(10);
});

test('each stream is told how far it gets, and each stage of it once', async () => {
  const stages: string[] = [];
  const lines: string[] = [];
  const write = (level: string) => (fields: object, message: string) =>
    void lines.push(`${level}: ${message} ${Object.keys(fields).join()}`);
  const log = { debug: write('debug'), info: write('info') };
  const watched = createStages({ log, count: (stage) => void stages.push(stage) });
  streams = createStreams({ ...parts, stages: watched });
  const played = await open('webrtc', birch, () => ({ request: '7' }));
  await signal(played, 'offer');
  await signal(played, 'end');
  expect(stages.splice(0)).toEqual(['asked', 'opened', 'fetched']);
  await open('hls');
  await end();
  expect(stages.splice(0)).toEqual(['asked', 'opened', 'never-fetched']);
  expect(lines).toEqual([
    'debug: a stream was asked for device,protocols,toChromecast,request',
    'debug: a stream was opened device,session,protocol,request',
    'debug: a stream was first fetched device,session,protocol',
    'debug: a stream was asked for device,protocols,toChromecast',
    'debug: a stream was opened device,session,protocol',
    'info: a stream was never fetched device,session,protocol,reason',
  ]);
});

test('a camera is held while its session lives, and given back with it', async () => {
  await open('hls');
  expect(held).toBe(1);
  await end();
  expect(held).toBe(0);
});

test('a camera lingers for a display that went, not once the right to it or its address went', async () => {
  const idle = await open('webrtc');
  await signal(idle, 'end');
  await open('hls');
  await end();
  expect(overs).toEqual([false, true]);
});

test('a camera that does not answer is given back at once, and no session stays', async () => {
  cameraIsThere = false;
  await expect(open('hls')).rejects.toMatchObject({ code: 'device-offline' });
  expect([held, house.partitions.load.sessions]).toEqual([0, 0]);
});

test('every unit of a peer passes the look at its session, and a foreign one raises the alarm', async () => {
  const named = await open('webrtc');
  expect(await signal(named, 'offer')).toBe('sdp 1');
  const [peer] = peers;
  expect(() => peer?.request.admit(unit(birch))).not.toThrow();
  expect(() => peer?.request.admit(unit(harbour))).toThrow();
  expect([house.alarms.length, peer?.ended]).toEqual([1, true]);
});

test('a peer ends with its session', async () => {
  const named = await open('webrtc');
  await signal(named, 'offer');
  await end();
  expect(peers[0]?.ended).toBe(true);
  expect(() => peers[0]?.request.admit(unit(birch))).toThrow();
});

test('a session ends with its peer, but not with one that another replaced', async () => {
  const named = await open('webrtc');
  await signal(named, 'offer');
  await signal(named, 'offer', 'another');
  expect(peers.map(({ ended }) => ended)).toEqual([true, false]);
  peers[0]?.request.onEnd('closed');
  expect(house.partitions.load.sessions).toBe(1);
  peers[1]?.request.onEnd('failed');
  expect(house.partitions.load.sessions).toBe(0);
});

test('a display that keeps watching is not idle', async () => {
  const named = await open('webrtc');
  await signal(named, 'offer');
  for (let passed = 0; passed < 60_000; passed += 500) {
    house.time.monotonic += 500;
    await house.partitions.recheck();
    peers[0]?.request.admit(unit(birch));
  }
  expect(house.partitions.load.sessions).toBe(1);
});

test('an answer to no offer is refused, and `end` ends', async () => {
  const named = await open('webrtc');
  await expect(signal(named, 'answer')).rejects.toMatchObject({
    code: 'bad-request',
    message: 'there is no offer to answer',
  });
  expect(await signal(named, 'end')).toBeUndefined();
  expect(house.partitions.load.sessions).toBe(0);
});

test('what a connection sends is told to the record of its session', async () => {
  const named = await open('webrtc');
  await signal(named, 'offer');
  peers[0]?.request.onSent?.(1200, 1);
  peers[0]?.request.onSent?.(300, 0);
  const { account, grant, device } = birch;
  expect(notebook.notes).toMatchObject([
    { facts: { id: named.session, account, grant, device }, bytes: 1500, units: 1 },
  ]);
});

const gone = { code: 'not-found', message: 'no such stream' };

test.each([
  ['hls', 'index.m3u8', 1],
  ['webrtc', 'signal', 0],
] as const)('a stream by %s is asked for at its own door', async (protocol, entrance, packages) => {
  const { url, bearer, ...rest } = await ask(protocol);
  const { origin, pathname } = new URL(url);
  const [, live, ticket = '', file] = pathname.split('/');
  expect([origin, live, file]).toEqual(['https://bridge.example.net', 'live', entrance]);
  const read = house.tickets.verify(ticket);
  expect([read.protocol, read.device, read.confirms(bearer)]).toEqual([
    protocol,
    birch.device,
    true,
  ]);
  expect(rest).toEqual({ protocol });
  expect([packaged.length, peers.length]).toEqual([packages, 0]);
});

test('a camera that WebRTC cannot show is given by HLS, or not at all', async () => {
  const hurdle = { reason: 'b-pictures', seen: true } as const;
  shown = { ...tracks, video: { ...tracks.video, hurdle } };
  const either = await house.partitions.within(birch.proof, async (partition) =>
    streams.open(partition, await partition.device(birch.device), {
      protocols: ['webrtc', 'hls'],
      casts: false,
    }),
  );
  expect(either.protocol).toBe('hls');
  const before = held;
  await expect(ask('webrtc')).rejects.toMatchObject({ reason: { code: 'b-pictures' } });
  expect(held).toBe(before);
});

test('where the bridge makes the offer, it comes with the stream, and HLS has none', async () => {
  streams = createStreams({ ...parts, offerBy: 'bridge' });
  expect(await ask('hls')).not.toHaveProperty('offer');
  expect(await ask('webrtc')).toMatchObject({ protocol: 'webrtc', offer: 'sdp 1' });
  expect(peers[0]?.request).not.toHaveProperty('offer');
  expect(peers[0]?.request.tracks).toBe(tracks);
});

test('where the offer cannot be made, the session is over and the camera given back', async () => {
  const connect: StreamsParts['webrtc']['connect'] = async ({ onSent }) => {
    onSent?.(1, 1);
    throw new Failure('overloaded', 'no port is free');
  };
  streams = createStreams({ ...parts, webrtc: { ...parts.webrtc, connect }, offerBy: 'bridge' });
  await expect(ask('webrtc')).rejects.toMatchObject({ code: 'overloaded' });
  expect([held, house.partitions.load.sessions]).toEqual([0, 0]);
  expect(notebook.notes).toMatchObject([{ reason: 'failed' }]);
});

test('the answer to the bridge’s offer goes to the connection it was made for', async () => {
  const named = await open('webrtc');
  await signal(named, 'offer');
  expect(peers[0]?.request.offer).toBe('v=0');
  expect(await signal(named, 'answer')).toBeUndefined();
  expect(peers[0]?.accepted).toEqual(['v=0']);
});

test('the same offer sent again gets the same answer and disturbs nothing', async () => {
  const named = await open('webrtc');
  const [first, meanwhile] = await Promise.all([signal(named, 'offer'), signal(named, 'offer')]);
  expect([first, meanwhile, await signal(named, 'offer')]).toEqual(['sdp 1', 'sdp 1', 'sdp 1']);
  expect(peers.map(({ ended }) => ended)).toEqual([false]);
  expect(notebook.beside).toEqual([]);
  await signal(named, 'end');
  await expect(signal(named, 'offer')).rejects.toMatchObject({ code: 'not-found' });
});

test('another offer on the ticket ends the first connection, and the record says so', async () => {
  const named = await open('webrtc');
  await signal(named, 'offer');
  expect(await signal(named, 'offer', 'another')).toBe('sdp 2');
  expect(peers.map(({ ended }) => ended)).toEqual([true, false]);
  const { account, grant, device } = birch;
  const who = { session: named.session, account, grant, device };
  expect(notebook.beside).toMatchObject([{ ...who, what: 'reconnected' }]);
  // The first offer has no connection any more: it is another one now.
  expect(await signal(named, 'offer')).toBe('sdp 3');
  expect(notebook.beside).toHaveLength(2);
});

test('an offer that could not be answered may be sent again, and is no second one', async () => {
  const named = await open('webrtc');
  connecting = () => {
    throw new Failure('bad-request', 'not SDP');
  };
  await expect(signal(named, 'offer')).rejects.toMatchObject({ code: 'bad-request' });
  connecting = () => undefined;
  expect(await signal(named, 'offer')).toBe('sdp 1');
  expect(notebook.beside).toEqual([]);
});

test('the same answer to the bridge’s offer, sent again, is taken once', async () => {
  const named = await open('webrtc');
  await signal(named, 'offer');
  await signal(named, 'answer', 'yes');
  await signal(named, 'answer', 'yes');
  expect(peers[0]?.accepted).toEqual(['yes']);
});

/** Holds the connections that are made from now on until `goOn`; `begun` is when the first is. */
function hold(): { begun: Promise<void>; goOn: () => void; made: () => number } {
  const resolvers: (() => void)[] = [];
  const begun = new Promise<void>((begin) => {
    connecting = () => {
      begin();
      return new Promise<void>((resolve) => resolvers.push(resolve));
    };
  });
  return {
    begun,
    made: () => resolvers.length,
    goOn() {
      connecting = () => undefined;
      for (const resolve of resolvers) resolve();
    },
  };
}

const over = { code: 'stream-ended', message: 'the stream is over' };

test('a connection that another overtook, or whose session is over, is ended before it shows', async () => {
  const named = await open('webrtc');
  const { begun, goOn } = hold();
  const ended = expect(signal(named, 'offer')).rejects.toMatchObject(over);
  await begun;
  const second = signal(named, 'offer', 'another');
  await until(() => notebook.beside.length > 0);
  goOn();
  await ended;
  expect(await second).toBe('sdp 2');
  expect(peers.map(({ ended: isOver }) => isOver)).toEqual([true, false]);
  peers[0]?.request.onEnd('closed');
  expect(house.partitions.load.sessions).toBe(1);

  connecting = end;
  const late = signal(named, 'offer', 'a third');
  await expect(late).rejects.toMatchObject({ code: 'stream-ended' });
  expect(peers.map(({ ended: isOver }) => isOver)).toEqual([true, true, true]);
});

test('of many offers on one ticket one is answered at a time, and then the newest', async () => {
  const named = await open('webrtc');
  const { begun, goOn, made } = hold();
  const first = expect(signal(named, 'offer')).rejects.toMatchObject(over);
  await begun;
  const answers: Promise<unknown>[] = [];
  for (let at = 0; at < 40; at += 1) {
    answers.push(signal(named, 'offer', `offer ${at}`).catch((error: unknown) => error));
  }
  // All but the newest are told at once that they wait for nothing.
  const overtaken = await Promise.all(answers.slice(0, -1));
  for (const error of overtaken) expect(error).toMatchObject(over);
  expect(made()).toBe(1);
  goOn();
  expect(await answers.at(-1)).toBe('sdp 2');
  await first;
  expect(peers).toHaveLength(2);
});

test('an offer that waits for another is not answered once its session is over', async () => {
  const named = await open('webrtc');
  const { begun, goOn } = hold();
  const first = expect(signal(named, 'offer')).rejects.toMatchObject(over);
  await begun;
  const second = expect(signal(named, 'offer', 'another')).rejects.toMatchObject(over);
  await until(() => notebook.beside.length > 0);
  await signal(named, 'end');
  goOn();
  await Promise.all([first, second]);
  expect(peers).toHaveLength(1);
});

test('how many connections are made is bounded for each account, and another has its turn', async () => {
  const limits = { atOnce: 2, perAccount: 1, waiting: 1, timeoutMs: 60_000, perMinute: 100 };
  streams = createStreams({ ...parts, offerLimits: limits });
  const mine = [await open('webrtc'), await open('webrtc'), await open('webrtc')];
  const { begun, goOn, made } = hold();
  const [first, second, third] = mine.map((named) => signal(named, 'offer'));
  await begun;
  await expect(third).rejects.toMatchObject({ code: 'too-many' });
  const theirs = signal(await open('webrtc', harbour), 'offer', 'v=0', harbour);
  await until(() => made() === 2);
  goOn();
  await Promise.all([first, second, theirs]);
  expect(peers).toHaveLength(3);
});

test.each([
  ['closed', 'display'],
  ['failed', 'failed'],
  ['refused', 'revoked'],
] as const)('a connection that is %s ends its session: %s', async (how, why) => {
  const named = await open('webrtc');
  await signal(named, 'offer');
  peers[0]?.request.onSent?.(1, 1);
  peers[0]?.request.onEnd(how);
  expect(notebook.notes).toMatchObject([{ reason: why }]);
});

test('a display that hangs up is told to the record as such', async () => {
  const named = await open('webrtc');
  await signal(named, 'offer');
  peers[0]?.request.onSent?.(1, 1);
  await signal(named, 'end');
  expect(notebook.notes).toMatchObject([{ reason: 'display' }]);
});

const within = <R>(work: Work<R>) => house.partitions.within(birch.proof, work);

test('a file of a stream is one of its own feed, and one that is not there is told so', async () => {
  const named = await open('hls');
  const { stamp } = unit(birch);
  const file = { body: new Uint8Array(1), contentType: 'video/mp2t', units: 2, stamp, heardAt: 0 };
  files.set('1.ts', file);
  const get = (name: string) =>
    within(async (partition) => streams.hlsFile(partition, await partition.session(named), name));
  expect(await get('1.ts')).toBe(file);
  expect(packaged.map((feed) => feed.stamp)).toEqual([stamp, stamp]);
  await expect(get('2.ts')).rejects.toMatchObject({ code: 'not-found', message: 'no such file' });
});

test.each(['index.m3u8', 'live.m3u8'])(
  '%s that has nothing to list yet is there, and says what is known of the camera',
  async (name) => {
    const named = await open('hls');
    const get = () =>
      within(async (partition) => streams.hlsFile(partition, await partition.session(named), name));
    await expect(get()).rejects.toMatchObject({ code: 'stream-unavailable' });
    condition = { reason: { code: 'no-key-picture', seconds: 9 }, since: 0 };
    await expect(get()).rejects.toMatchObject({ reason: { code: 'no-key-picture', seconds: 9 } });
    condition = { reason: { code: 'refused' }, since: 0 };
    await expect(get()).rejects.toMatchObject({ code: 'device-offline' });
  },
);

test('what is known of a camera is told of one’s own device', async () => {
  condition = { reason: { code: 'wrong-password' }, since: 7 };
  const known = within(async (partition) =>
    streams.condition(partition, await partition.device(birch.device)),
  );
  expect(await known).toBe(condition);
  expect(conditionAsked).toMatchObject({ stamp: unit(birch).stamp });
});

test('a still is taken of the camera of its session', async () => {
  const named = await open('hls');
  const still = await within(async (partition) =>
    streams.still(partition, await partition.session(named)),
  );
  const { stamp } = unit(birch);
  expect(still.stamp).toEqual(stamp);
  const key = await within(async (partition) => partition.account);
  expect(taken).toMatchObject([{ address: { stamp }, feed: { stamp }, key }]);
});

test('where a camera gives no still, what is known of it is told, and what else was wrong as it was', async () => {
  const named = await open('hls');
  const still = () =>
    within(async (partition) => streams.still(partition, await partition.session(named))).catch(
      (error: unknown) => error,
    );
  stillFails = new Failure('device-offline', 'the camera gave no still');
  expect(await still()).toBe(stillFails);
  condition = { reason: { code: 'wrong-password' }, since: 7 };
  expect(await still()).toMatchObject({ code: 'device-not-ready', reason: condition.reason });
  stillFails = new Failure('too-many', 'too many stills are being taken');
  expect(await still()).toBe(stillFails);
});

test('what waits for a file or a still is told at once when its session ends', async () => {
  stillsWait = true;
  const named = await open('hls');
  const asks = within(async (partition) => {
    const session = await partition.session(named);
    return Promise.allSettled([
      streams.hlsFile(partition, session, 'held.m3u8'),
      streams.still(partition, session),
    ]);
  });
  await until(() => taken.length === 1);
  await end();
  expect(await asks).toMatchObject([{ reason: gone }, { reason: gone }]);
});

test('nothing comes of a session that was not opened here, or is over', async () => {
  const unopened = within(async (partition) => {
    const session = partition.startSession(await partition.device(birch.device), 'hls');
    await streams.still(partition, session);
  });
  await expect(unopened).rejects.toMatchObject(gone);
  const named = await open('hls');
  const ended = within(async (partition) => {
    const session = await partition.session(named);
    session.end('display');
    await streams.still(partition, session);
  });
  await expect(ended).rejects.toMatchObject(gone);
  expect(taken).toEqual([]);
});

test('nothing comes of a session that is over, also before that was told here', async () => {
  let answer: Promise<unknown> | undefined;
  await within(async (partition) => {
    const startSession: typeof partition.startSession = (...given) => {
      const begun = partition.startSession(...given);
      // Who hears of its end before asks at once.
      begun.onEnd(() => {
        answer = streams.still(partition, begun);
        answer.catch(() => undefined);
      });
      return begun;
    };
    const device = await partition.device(birch.device);
    const wanted = { protocols: ['hls'], casts: false };
    await streams.open({ ...partition, startSession }, device, wanted);
  });
  await end();
  await expect(answer).rejects.toMatchObject(gone);
  expect(taken).toEqual([]);
});

test('a camera that none of the configured protocols can show is not told as there', async () => {
  const hurdle = { reason: 'b-pictures', seen: true } as const;
  shown = { ...tracks, video: { ...tracks.video, hurdle } };
  const refusal = (order: readonly ('webrtc' | 'hls')[], who: TestAccount) => {
    const asking = createStreams({ ...parts, orders: { usual: order, cast: order } });
    return house.partitions.within(who.proof, async (partition) =>
      asking.refusal(partition, await partition.device(who.device)),
    );
  };
  const reason = { code: 'b-pictures' };
  expect(await refusal(['webrtc'], harbour)).toMatchObject({ code: 'stream-unplayable', reason });
  expect(await refusal(['webrtc', 'hls'], birch)).toBeUndefined();
});

test('an answer about a camera’s presence is believed for ten seconds, an absence for three', async () => {
  const refusal = () =>
    within(async (partition) => streams.refusal(partition, await partition.device(birch.device)));
  const at = jest.spyOn(Date, 'now');
  const start = Date.now();
  const answers: unknown[] = [];
  for (const [ms, there] of [
    [0, true],
    [10_000, false],
    [10_001, false],
    [13_001, true],
    [13_002, true],
  ] as const) {
    at.mockReturnValue(start + ms);
    cameraIsThere = there;
    answers.push([ms, await refusal(), asked]);
  }
  at.mockRestore();
  expect(answers).toEqual([
    [0, undefined, 1],
    [10_000, undefined, 1],
    [10_001, away, 2],
    [13_001, away, 2],
    [13_002, undefined, 3],
  ]);
});

test('what was found wrong with a camera since it was there is believed sooner', async () => {
  const refusal = () =>
    within(async (partition) => streams.refusal(partition, await partition.device(birch.device)));
  // It was so before, and it was there all the same.
  condition = { reason: { code: 'overloaded' }, since: Date.now() - 60_000 };
  expect(await refusal()).toBeUndefined();
  cameraIsThere = false;
  expect([await refusal(), asked]).toEqual([undefined, 1]);
  condition = { reason: { code: 'timed-out' }, since: Date.now() };
  expect([await refusal(), asked]).toEqual([away, 2]);
});

test('a camera that was there, and of which nothing comes any more, is asked anew before it is known why', async () => {
  const refusal = () =>
    within(async (partition) => streams.refusal(partition, await partition.device(birch.device)));
  expect([await refusal(), asked]).toEqual([undefined, 1]);
  [cameraIsThere, isLost] = [false, true];
  expect([await refusal(), asked]).toEqual([away, 2]);
});
