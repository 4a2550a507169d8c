/** What there is one more of, again and again, and how it comes about. */
import { setTimeout as pause } from 'node:timers/promises';
import { openBrowser } from '../lab/browser.ts';
import type { CameraKind } from './cameras-child.ts';
import type { Asker } from './intents.ts';
import type { Stage } from './stage.ts';
import { openStream, type AskedStream } from './streams.ts';
import { until } from '../until.ts';
import { watchHls, watchWebRtc } from './viewers.ts';

/** One costs so little that it does not show. None are no beginning: the first few are what the code is compiled for. */
export const cameras = [8, 32];
export const viewers = [4, 16];
/** They cost still less. An account may have sixteen: so many of each of four cameras. */
export const hlsViewers = [16, 64];
const hlsCameras = 4;
/** A camera is closed, and packaging stops, where nobody asks. */
const askedIntervalMs = 5_000;

interface Scene {
  readonly stage: Stage;
  readonly origin: string;
  /** Each of a household of its own, with a camera. */
  readonly askers: readonly Asker[];
}

/** Gets ready for one more, again and again; undefined if that cannot be done here. */
type Begin = (scene: Scene) => Promise<((at: number) => Promise<void>) | undefined>;

function pick(askers: readonly Asker[], at: number): Asker {
  const asker = askers[at];
  if (asker === undefined) throw new RangeError('no household is left');
  return asker;
}

/** Asks again and again until the stage is cleared; what goes wrong is told then. */
function keepAsking(stage: Stage, ask: () => Promise<unknown>): void {
  const over = new AbortController();
  async function go(): Promise<void> {
    while (!over.signal.aborted) {
      await ask();
      await pause(askedIntervalMs, undefined, { signal: over.signal }).catch(() => undefined);
    }
  }
  const asking = go();
  asking.catch(() => undefined);
  stage.later(() => {
    over.abort();
    return asking;
  });
}

export interface Series {
  readonly name: string;
  /** How many there are to be, step by step. */
  readonly counts: readonly number[];
  /** Of its cameras. */
  readonly kind?: CameraKind;
  readonly begin: Begin;
}

export const series: readonly Series[] = [
  {
    name: 'camera, open',
    counts: cameras,
    async begin({ stage, origin, askers }) {
      const opened: Asker[] = [];
      const open = (asker: Asker) => openStream(origin, asker, 'webrtc');
      keepAsking(stage, () => Promise.all(opened.map(open)));
      return async (at) => {
        const asker = pick(askers, at);
        await open(asker);
        opened.push(asker);
      };
    },
  },
  {
    name: 'camera, open and packaged as HLS',
    counts: cameras,
    async begin({ stage, origin, askers }) {
      const streams: AskedStream[] = [];
      keepAsking(stage, () => Promise.all(streams.map((stream) => stream.read('index.m3u8'))));
      return async (at) => {
        const stream = await openStream(origin, pick(askers, at), 'hls');
        await stream.read('index.m3u8');
        streams.push(stream);
      };
    },
  },
  {
    name: 'camera with one viewer by WebRTC, 1.5 Mbit/s',
    counts: cameras,
    kind: { busy: true },
    async begin({ stage, origin, askers }) {
      const displays = stage.displays();
      const sent = (): Promise<number[]> => displays.ask('packets');
      return async (at) => {
        const stream = await openStream(origin, pick(askers, at), 'webrtc');
        const answer = await stream.signal(await displays.ask<string>('offer'));
        await displays.ask('answer', answer);
        const isSent = async (): Promise<boolean> => ((await sent())[at] ?? 0) > 0;
        await until(isSent, 10_000, { what: 'a packet by WebRTC', intervalMs: 50 });
      };
    },
  },
  {
    name: 'viewer by HLS, of four cameras',
    counts: hlsViewers,
    async begin({ stage, origin, askers }) {
      return async (at) => {
        const stream = await openStream(origin, pick(askers, at % hlsCameras), 'hls');
        stage.later(await watchHls(stream));
      };
    },
  },
  {
    name: 'viewer by WebRTC, of one camera',
    counts: viewers,
    async begin({ stage, origin, askers }) {
      const browser = await openBrowser();
      if (browser === undefined) return undefined;
      stage.later(() => browser.close());
      const page = await browser.newPage();
      const asker = pick(askers, 0);
      await openStream(origin, asker, 'webrtc');
      return async () => watchWebRtc(page, await openStream(origin, asker, 'webrtc'));
    },
  },
];
