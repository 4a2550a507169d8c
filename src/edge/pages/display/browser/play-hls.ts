/** Plays HLS by hls.js, some seconds behind the camera. */
import { isNobodyThere, type Offered } from './api.ts';
import { keepLead } from './lead.ts';
import type { OnEnd, Player } from './player.ts';

export type HlsOffer = Extract<Offered, { protocol: 'hls' }>;

/** Loads the library while EXECUTE is under way. */
export async function loadHls() {
  return (await import('/display/hls.js')).default;
}

/** Plays in `video` until it is closed. Rejects with `streamUnplayable` if the browser cannot play HLS. */
export async function playHls(
  video: HTMLVideoElement,
  given: HlsOffer,
  onEnd: OnEnd,
): Promise<Player> {
  const Hls = await loadHls();
  if (!Hls.isSupported()) throw new Error('streamUnplayable');
  const hls = new Hls({
    enableWorker: false,
    liveSyncDurationCount: 3,
    liveMaxLatencyDurationCount: 10,
    // The pace is ours: see lead.ts.
    maxLiveSyncPlaybackRate: 1,
    backBufferLength: 10,
    startFragPrefetch: true,
  });
  let open = true;
  hls.on(Hls.Events.ERROR, (_event, { fatal, type, details, response }) => {
    // A playlist that is no longer there is not tried again: its ticket is over.
    const gone =
      details === Hls.ErrorDetails.LEVEL_LOAD_ERROR &&
      (response?.code === 404 || response?.code === 410);
    if (!open || !(fatal || gone)) return;
    const network = type === Hls.ErrorTypes.NETWORK_ERROR;
    if (network) onEnd(isNobodyThere(response?.code) ? 'unreachable' : 'streamUnavailable');
    else onEnd('streamUnplayable');
  });
  hls.loadSource(given.url);
  hls.attachMedia(video);
  const free = keepLead(video);
  return {
    latency() {
      const date = hls.playingDate;
      const behind = date === null ? hls.latency * 1000 : Date.now() - date.getTime();
      return Promise.resolve(Number.isFinite(behind) && behind > 0 ? behind : undefined);
    },
    // hls.js itself reports what it cannot load.
    lost: () => false,
    // A playlist that is gone ends it (above).
    stands: () => Promise.resolve(true),
    close() {
      if (!open) return;
      open = false;
      free();
      hls.destroy();
    },
  };
}
