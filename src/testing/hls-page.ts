import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** What the page tells: read it as `window.seen`. Times in milliseconds since `play` was called. */
export interface Seen {
  firstFrameMs?: number;
  errors: string[];
  waiting: number;
  playedS: number;
}

/** A page that plays `stream` by hls.js when `play()` is called, and hls.js itself. */
export async function hlsPage(stream = 'index.m3u8'): Promise<Record<string, string>> {
  const script = await readFile(require.resolve('hls.js/dist/hls.min.js'), 'utf8');
  const page = `<!doctype html><video muted autoplay></video><script src="hls.js"></script><script>
    window.seen = { errors: [], waiting: 0, playedS: 0, log: [] };
    window.play = () => {
      const video = document.querySelector('video');
      const from = performance.now();
      const t = () => Math.round(performance.now() - from);
      const hls = new Hls();
      for (const name of ['MANIFEST_LOADED', 'LEVEL_LOADED', 'FRAG_LOADED', 'BUFFER_APPENDED', 'FRAG_BUFFERED'])
        hls.on(Hls.Events[name], (_, d) => seen.log.push([t(), name, d.frag && d.frag.sn]));
      hls.on(Hls.Events.ERROR, (_, { type, details, fatal }) => { seen.errors.push(details + (fatal ? '!' : '')); seen.log.push([t(), details]) });
      video.addEventListener('waiting', () => { seen.waiting += 1; seen.log.push([t(), 'waiting']) });
      video.addEventListener('playing', () => { seen.log.push([t(), 'playing']) });
      video.addEventListener('timeupdate', () => { seen.playedS = video.currentTime; });
      video.requestVideoFrameCallback(() => { seen.firstFrameMs = t(); });
      hls.loadSource(${JSON.stringify(stream)});
      hls.attachMedia(video);
    };
  </script>`;
  return { '': page, 'hls.js': script };
}
