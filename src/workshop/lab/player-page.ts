/** A page that plays HLS by a player as it comes, with nothing of it configured, and reports how that went. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import { createServer } from 'node:http';
import { closeServer } from '../../common/close-server.ts';
import { listening } from '../../common/listening.ts';

const require = createRequire(import.meta.url);

/** Players by name, each with its scripts. */
const players = {
  'hls.js': ['hls.js/dist/hls.min.js'],
  // It leaves MPEG-TS to mux.js.
  'Shaka 4.3': ['mux.js/dist/mux.min.js', 'shaka-4-3/dist/shaka-player.compiled.js'],
  'Shaka 4.9': ['shaka-4-9/dist/shaka-player.compiled.js'],
  'Shaka 4.16': ['shaka-4-16/dist/shaka-player.compiled.js'],
} as const;

export type PlayerName = keyof typeof players;
export const playerNames = Object.keys(players) as PlayerName[];

/** What the page tells, as `window.seen`. */
export interface Played {
  /** From `play` to the first picture on the screen, in milliseconds. */
  readonly firstFrameMs?: number;
  /** How often it ran out of pictures after the first, by the word of the element or of the player. */
  readonly stalls: number;
  readonly errors: readonly string[];
  /** How far it has played since the first picture, in seconds. */
  readonly playedS: number;
}

const script = `
  const seen = { stalls: 0, errors: [], playedS: 0 };
  const video = document.querySelector('video');
  function play(url) {
    const from = performance.now();
    let begun = false;
    let startedS;
    const stall = () => { if (begun) seen.stalls += 1; };
    video.addEventListener('waiting', stall);
    video.addEventListener('timeupdate', () => {
      if (startedS === undefined) return;
      seen.playedS = video.currentTime - startedS;
      // Shaka counts itself as buffering until it has what it wants to begin with.
      begun ||= seen.playedS > 0.1;
    });
    video.requestVideoFrameCallback((_, { mediaTime }) => {
      seen.firstFrameMs = Math.round(performance.now() - from);
      startedS = mediaTime;
    });
    if (globalThis.Hls !== undefined) {
      const hls = new Hls();
      hls.on(Hls.Events.ERROR, (_, { details }) => seen.errors.push(details));
      hls.loadSource(url);
      hls.attachMedia(video);
      return;
    }
    shaka.polyfill.installAll();
    const player = new shaka.Player();
    player.addEventListener('error', ({ detail }) => seen.errors.push(String(detail.code)));
    player.addEventListener('buffering', ({ buffering }) => buffering && stall());
    const loaded = player.attach(video).then(() => player.load(url));
    loaded.catch((error) => seen.errors.push('load ' + error.code));
  }
`;

export interface PlayerPage {
  /** Plays until `done`; returns what was seen. @throws after `timeoutMs`. */
  until(done: (seen: Played) => boolean, timeoutMs: number): Promise<Played>;
  close(): Promise<void>;
}

/** Opens a page with the player, on an origin of its own, as displays have it. */
export async function openPlayer(
  browser: Pick<Browser, 'newPage'>,
  name: PlayerName,
): Promise<(url: string) => Promise<PlayerPage>> {
  const files = await Promise.all(
    players[name].map((file) => readFile(require.resolve(file), 'utf8')),
  );
  const tags = files.map((_, at) => `<script src="${at}.js"></script>`).join('');
  const html = `<!doctype html><video muted autoplay></video>${tags}<script>${script}</script>`;
  const server = createServer((request, response) => {
    const file = files[Number(/^\/(\d)\.js$/.exec(request.url ?? '')?.[1] ?? NaN)];
    response.setHeader('content-type', file === undefined ? 'text/html' : 'text/javascript');
    response.end(file ?? html);
  });
  const { port } = await listening(server);
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${port}/`);
  return async (url) => {
    await page.evaluate(`void play(${JSON.stringify(url)})`);
    const look = (): Promise<Played> => page.evaluate<Played>('seen');
    return {
      async until(done, timeoutMs) {
        const end = Date.now() + timeoutMs;
        for (;;) {
          const seen = await look();
          if (done(seen)) return seen;
          if (Date.now() > end) throw new Error(`it did not play: ${JSON.stringify(seen)}`);
          await page.waitForTimeout(100);
        }
      },
      async close() {
        await page.close();
        await closeServer(server);
      },
    };
  };
}
