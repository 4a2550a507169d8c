/** The parts put together: what is opened is given back, and every unit passes the session's look. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Tracks } from '../cameras/media.ts';
import { Failure } from '../failures.ts';
import type { NamedSession } from '../partitions/partition.ts';
import type { Stamped } from '../partitions/stamp.ts';
import { createSwitch } from '../partitions/switch.ts';
import { openNotebook, type Notebook } from '../testing/notebook.ts';
import { openTestHouse, type TestHouse, type TestHousehold } from '../testing/test-house.ts';
import { createStreams } from './create-streams.ts';
import type { Feeds } from './feed.ts';
import type { Streams } from './streams.ts';
import type { PeerRequest } from './webrtc/peer.ts';

let house: TestHouse;
let notebook: Notebook;
let birch: TestHousehold;
let harbour: TestHousehold;
let streams: Streams;
let held: number;
let opened: number;
let cameraIsThere: boolean;
let peers: { request: PeerRequest; ended: boolean; accepted: string[] }[];

const tracks: Tracks = {
  video: {
    codec: 'h264',
    sps: new Uint8Array(),
    pps: new Uint8Array(),
    width: 848,
    height: 480,
    profileLevelId: '64001e',
  },
};

beforeEach(async () => {
  notebook = openNotebook();
  house = await openTestHouse({ recorder: notebook.recorder });
  birch = await house.household('Birch');
  harbour = await house.household('Harbour');
  held = 0;
  opened = 0;
  cameraIsThere = true;
  peers = [];
  const feeds: Feeds = {
    open({ stamp }) {
      held += 1;
      opened += 1;
      let holding = true;
      const feed = {
        stamp,
        ready: async () => {
          if (!cameraIsThere) throw new Failure('device-offline', 'the camera does not answer');
          return tracks;
        },
        online: () => cameraIsThere,
        watch: () => () => undefined,
        lastKey: () => undefined,
      };
      return {
        feed,
        release() {
          if (holding) held -= 1;
          holding = false;
        },
      };
    },
    reachable: async () => cameraIsThere,
    size: 0,
    close: async () => undefined,
  };
  streams = createStreams({
    feeds,
    packagers: { of: () => ({ file: async () => undefined }), close: async () => undefined },
    stills: { take: () => Promise.reject(new Failure('device-offline', 'no still')) },
    webrtc: {
      async connect(request) {
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
  });
});
afterEach(() => house.close());

async function open(protocol: 'hls' | 'webrtc'): Promise<NamedSession> {
  const { url } = await house.partitions.within(birch.proof, async (home) =>
    streams.open(home, await home.device(birch.device), {
      protocols: [protocol],
      toChromecast: false,
    }),
  );
  const { session, device } = house.tickets.verify(new URL(url).pathname.split('/')[2] ?? '');
  return { session, device, protocol };
}

const signal = (named: NamedSession, action: 'offer' | 'answer' | 'end') =>
  house.partitions.within(birch.proof, async (home) =>
    streams.signal(home, await home.session(named), { action, sdp: 'v=0' }),
  );

/** Ends a session as a revocation does. */
const end = () => house.partitions.within(birch.proof, (home) => home.unlink());

test('a camera that is suspended is not even opened', async () => {
  const operator = createSwitch(house.store, Date.now);
  await operator.suspend({ of: 'all' });
  await expect(open('hls')).rejects.toMatchObject({ code: 'suspended' });
  expect(opened).toBe(0);
  await operator.resume({ of: 'all' });
  await open('hls');
  expect(opened).toBe(1);
});

const unit = ({ camera }: TestHousehold): Stamped => ({ stamp: { camera, epoch: 1 } });

test('a camera is held while its session lives, and given back with it', async () => {
  await open('hls');
  expect(held).toBe(1);
  await end();
  expect(held).toBe(0);
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
  await signal(named, 'offer');
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
  await expect(signal(named, 'answer')).rejects.toMatchObject({ code: 'bad-request' });
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
