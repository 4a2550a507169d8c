import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** What the page tells, as `window.seen`. */
export interface Seen {
  /** From `play()` to the first decoded frame, in milliseconds. */
  readonly firstFrameMs: number;
  readonly errors: readonly string[];
  /** How often it ran out of pictures. */
  readonly waiting: number;
  /** Where in the video each frame belongs that was shown, in seconds, in order of showing. */
  readonly shownS: readonly number[];
  /** Positions in the video, in seconds: of the first frame, and now. */
  readonly startedS: number;
  readonly playedS: number;
}

/** A page that plays `stream` by hls.js when `play()` is called, and hls.js itself. */
export async function hlsPage(stream = 'index.m3u8'): Promise<Record<string, string>> {
  const script = await readFile(require.resolve('hls.js/dist/hls.min.js'), 'utf8');
  const page = `<!doctype html><video muted autoplay></video><script src="hls.js"></script><script>
    const seen = { errors: [], shownS: [], waiting: 0, startedS: 0, playedS: 0 };
    function play() {
      const video = document.querySelector('video');
      const from = performance.now();
      const hls = new Hls();
      hls.on(Hls.Events.ERROR, (_, { details }) => seen.errors.push(details));
      video.addEventListener('waiting', () => {
        if (seen.firstFrameMs !== undefined) seen.waiting += 1;
      });
      video.addEventListener('timeupdate', () => {
        if (seen.firstFrameMs !== undefined) seen.playedS = video.currentTime;
      });
      const shown = (_, { mediaTime }) => {
        seen.shownS.push(mediaTime);
        video.requestVideoFrameCallback(shown);
      };
      video.requestVideoFrameCallback(shown);
      video.requestVideoFrameCallback((_, { mediaTime }) => {
        seen.firstFrameMs = Math.round(performance.now() - from);
        seen.startedS = seen.playedS = mediaTime;
      });
      hls.loadSource(${JSON.stringify(stream)});
      hls.attachMedia(video);
    }
  </script>`;
  return { '': page, 'hls.js': script };
}
