/**
 * One watch of one camera, from the press to its end: EXECUTE, play, count, give up.
 *
 * Nothing is tried again by itself: what was refused or ended stays so until somebody presses.
 */
import { execute, Refused } from './api.ts';
import type { Offered } from './api.ts';
import { watchFrames } from './frames.ts';
import { loadHls, playHls } from './play-hls.ts';
import { playWebRtc, warmPeer } from './play-webrtc.ts';
import type { WarmPeer } from './play-webrtc.ts';
import type { Player } from './player.ts';
import type { Facts, State } from './report.ts';
import { readWatermarks } from './watermark.ts';
import { askWhileStill } from './still.ts';
import { whyEnded } from './why-ended.ts';

export interface WatchRequest {
  readonly video: HTMLVideoElement;
  readonly deviceId: string;
  readonly protocols: string[];
  readonly onState: (state: State) => void;
  readonly onFacts: (facts: Facts) => void;
}

const firstFrameMs = 20_000;
const stalledMs = 1_000;
/** The first picture by HLS stands until enough of what follows is there. */
const firstHoldMs = 4_000;
const lostMs = 4_000;
const goneMs = 20_000;
const tickMs = 500;

/** Starts a watch; the returned function stops it, from whatever state. */
export function startWatch(request: WatchRequest): () => void {
  const { video, onFacts } = request;
  const began = performance.now();
  let over = false;
  let playing = false;
  let player: Player | undefined;
  let stopWatermarks: (() => void) | undefined;
  let warm: WarmPeer | undefined;

  const frames = watchFrames(video, (at) => {
    playing = true;
    onFacts({ firstFrameMs: Math.round(at - began), stalls: 0 });
    request.onState('playing');
    stopWatermarks = readWatermarks(video, (text) => onFacts({ stamp: text }));
  });

  function stop(): void {
    if (over) return;
    over = true;
    clearInterval(timer);
    frames.stop();
    stopWatermarks?.();
    player?.close();
    warm?.pc.close();
  }

  function end(error: string, why?: string): void {
    if (over) return;
    const state = playing ? 'ended' : 'failed';
    stop();
    onFacts({ error, why });
    request.onState(state);
  }

  let asking = false;
  /** Something ended in the player: the bridge may know more of it. */
  async function lost(error: string): Promise<void> {
    if (error !== 'streamUnavailable') return end(error);
    if (asking) return;
    asking = true;
    const { code, why } = await whyEnded(request.deviceId);
    end(code, why);
  }

  const still = askWhileStill({
    deviceId: request.deviceId,
    stands: () => player?.stands() ?? Promise.resolve(true),
    onEnd: end,
    onWhy(why) {
      if (!over) onFacts({ why });
    },
  });

  async function reportLatency(): Promise<void> {
    const ms = await player?.latency();
    // How far a picture is behind says nothing once it stands still.
    if (!over && ms !== undefined && frames.idle() <= stalledMs) {
      onFacts({ latencyMs: Math.round(ms) });
    }
  }

  function stalled(idle: number): void {
    onFacts({ stillS: Math.floor(idle / 1000), latencyMs: undefined });
    request.onState('stalled');
    still.ask();
  }

  function moving(): void {
    still.forget();
    onFacts({ stillS: undefined, why: undefined });
    request.onState('playing');
    void reportLatency();
  }

  function tick(): void {
    const idle = frames.idle();
    if (!playing) {
      if (idle > firstFrameMs) end('timeout');
      return;
    }
    onFacts({ frames: frames.frames, stalls: frames.stalls });
    const gone = idle > (player?.lost() === true ? lostMs : goneMs);
    if (gone) return end('streamUnavailable', still.why());
    if (idle > (frames.frames < 2 ? firstHoldMs : stalledMs)) stalled(idle);
    else moving();
  }
  const timer = setInterval(tick, tickMs);

  async function play(offered: Offered & { ok: true }): Promise<Player> {
    const onEnd = (error: string): void => void lost(error);
    if (offered.protocol === 'hls') return playHls(video, offered, onEnd);
    const peer = warm;
    warm = undefined;
    return playWebRtc(video, offered, request.deviceId, peer, onEnd);
  }

  async function run(): Promise<void> {
    if (request.protocols.includes('webrtc')) warm = warmPeer();
    else void loadHls().catch(() => undefined);
    request.onState('asking');
    const offered = await execute(request.deviceId, request.protocols);
    if (over) return;
    if (!offered.ok) return end(offered.errorCode, offered.why);
    onFacts({ protocol: offered.protocol });
    request.onState('connecting');
    const made = await play(offered);
    if (over) return made.close();
    player = made;
    await video.play();
  }
  run().catch((error: unknown) => {
    end(error instanceof Refused ? error.code : 'streamUnplayable');
  });
  return stop;
}
