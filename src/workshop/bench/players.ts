/** From EXECUTE to the first picture by HLS, on players as they come. */
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../until.ts';
import { link } from '../../simulator/client/link.ts';
import { openPlayer, playerNames, type PlayerName } from '../lab/player-page.ts';
import { firstFrameKinds, measureCold, switchOn, untilCold, warmUp } from './looks.ts';
import type { Findings, Target } from './report.ts';
import { setScene, type Scene } from './scene.ts';
import type { Stage } from './stage.ts';
import { median } from './statistics.ts';
import { openStream } from './streams.ts';

interface PlayerTimes {
  /** Milliseconds; nobody has the camera open. */
  readonly cold: readonly number[];
  /** The camera is open already. */
  readonly warm: readonly number[];
  /** How often it ran out of pictures within the first seconds, in all. */
  readonly stalls: number;
}

/** How long it has to play on without a stall, in seconds: past the picture that stands still. */
const playedOnS = 6;

interface Look {
  readonly firstFrameMs: number;
  readonly stalls: number;
}

/** One player, `times` cold and `times` warm. */
async function measurePlayer(
  scene: Scene,
  player: PlayerName,
  times: number,
): Promise<PlayerTimes> {
  const { origin, demo, account, device, display } = scene;

  async function look(playsS: number): Promise<Look> {
    const { accessToken: token } = await link({ origin, ...demo.oauth, ...account });
    // Loaded and compiled before the clock starts, as a display has it.
    const play = await openPlayer(display, player);
    const from = performance.now();
    const stream = await openStream(origin, { token, device }, 'hls');
    const openedMs = Math.round(performance.now() - from);
    const page = await play(new URL(stream.path('index.m3u8'), origin).href);
    try {
      await page.until(({ firstFrameMs }) => firstFrameMs !== undefined, 30_000);
      const seen = await page.until(({ playedS }) => playedS >= playsS, 60_000);
      return { firstFrameMs: openedMs + (seen.firstFrameMs ?? Infinity), stalls: seen.stalls };
    } finally {
      await page.close();
      await stream.disconnect();
    }
  }

  // The browser's own first time is not the bridge's; and a camera may be refused until its rhythm is known.
  const plays = () =>
    look(0).then(
      () => true,
      () => false,
    );
  await until(plays, 60_000, { what: `a first picture on ${player}`, intervalMs: 50 });
  const cold: Look[] = [];
  for (let at = 0; at < times; at += 1) {
    await untilCold(scene);
    cold.push(await look(playedOnS));
  }
  const { accessToken: token } = await link({ origin, ...demo.oauth, ...account });
  const held = await openStream(origin, { token, device }, 'webrtc');
  const warm: Look[] = [];
  for (let at = 0; at < times; at += 1) {
    // Not in step with segments and key pictures.
    await pause(at * 137);
    warm.push(await look(0));
  }
  await held.disconnect();
  const timesOf = (looks: readonly Look[]) => looks.map(({ firstFrameMs }) => firstFrameMs);
  const stalls = cold.reduce((sum, one) => sum + one.stalls, 0);
  return { cold: timesOf(cold), warm: timesOf(warm), stalls };
}

const rangeOf = (taken: readonly number[]): number[] => [
  median(taken),
  Math.min(...taken),
  Math.max(...taken),
];

/** How long WebRTC takes to the first picture of a closed camera, beside which the players are held. */
async function measureWebRtc(scene: Scene, times: number): Promise<number[]> {
  const page = await switchOn(scene, 'webrtc');
  await warmUp(scene, page);
  const taken = await measureCold(scene, page, times);
  await page.close();
  return taken;
}

/** The part `players`. */
export async function players(stage: Stage): Promise<Findings> {
  const rows: (string | number)[][] = [];
  const targets: Target[] = [];
  const times = stage.quick ? 2 : 5;
  for (const { name: which, kind } of firstFrameKinds) {
    await stage.scene(async (own) => {
      const scene = await setScene(own, kind);
      if (scene === undefined) {
        stage.say('NOT MEASURED: there is no Chromium (set CHROMIUM)');
        return;
      }
      const webrtc = await measureWebRtc(scene, times);
      stage.say(`${which}: WebRTC, cold: ${webrtc.join(', ')} ms`);
      for (const player of playerNames) {
        const { cold, warm, stalls } = await measurePlayer(scene, player, times);
        stage.say(`${which}: ${player}, cold: ${cold.join(', ')} ms, ${stalls} stalls`);
        stage.say(`${which}: ${player}, warm: ${warm.join(', ')} ms`);
        rows.push([which, player, ...rangeOf(cold), ...rangeOf(warm), String(stalls)]);
        const value = median(cold) - median(webrtc);
        const name = `First picture, ${which}, cold: ${player} behind WebRTC, medians`;
        targets.push(
          { name, value, limit: 150, unit: 'ms' },
          { name: `Halts, ${which}: ${player}`, value: stalls, limit: 0, unit: '' },
        );
      }
    });
  }
  const cold = ['cold, median', 'fastest', 'slowest'];
  const table = {
    title: 'First picture on players',
    note:
      'Milliseconds from EXECUTE to the first picture by HLS, on players as they come, in Chromium. ' +
      `${times} times each. Halts: how often one that began cold ran out of pictures in ${playedOnS} s, in all.`,
    columns: ['camera', 'player', ...cold, 'warm, median', 'fastest', 'slowest', 'stalls'],
    rows,
  };
  return { tables: [table], targets };
}
