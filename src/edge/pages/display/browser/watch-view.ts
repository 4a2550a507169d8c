/** The watch view: the picture, and what is discreetly laid over it. */
import type { ListedCamera } from './api.ts';
import { must, setText } from './dom.ts';
import type { Facts, State } from './report.ts';
import { currentState } from './report.ts';
import { sorry } from './words.ts';

const protocolNames: Readonly<Record<string, string>> = { webrtc: 'WebRTC', hls: 'HLS' };

function seconds(ms: number): string {
  return ms < 995 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** `birch/front-door` reads as the owner “Birch” and the camera “Front door”. */
function watermarkWords(watermark: string): { owner: string; camera: string } {
  const [owner = '', camera = ''] = watermark.split('/').map((part) => {
    const text = part.replaceAll('-', ' ');
    return text.charAt(0).toUpperCase() + text.slice(1);
  });
  return { owner, camera };
}

/** Most cameras burn no watermark into their pictures: its absence is shown only if there was one before. */
function showWatermark(text: string): void {
  const seal = must('#seal', HTMLElement);
  if (text === '' && seal.hidden) return;
  seal.hidden = false;
  seal.classList.toggle('none', text === '');
  const { owner, camera } = watermarkWords(text);
  setText('#seal-owner', text === '' ? 'No stamp' : owner);
  setText('#seal-camera', text === '' ? 'in this picture' : camera);
}

/** Shows those facts that are given, and leaves the others as they are. */
export function showFacts(facts: Facts): void {
  if (typeof facts.protocol === 'string') {
    setText('#fact-protocol', protocolNames[facts.protocol] ?? facts.protocol);
  }
  if (typeof facts.firstFrameMs === 'number') {
    setText('#fact-first', `first picture in ${seconds(facts.firstFrameMs)}`);
  }
  if (typeof facts.latencyMs === 'number') {
    setText('#fact-latency', `about ${seconds(facts.latencyMs)} from the bridge`);
  } else if ('latencyMs' in facts) setText('#fact-latency', '');
  if ('stillS' in facts) {
    const { stillS } = facts;
    setText('#fact-live', stillS === undefined ? 'Live' : `Not live for ${String(stillS)} s`);
  }
  if ('why' in facts) setText('#still-why', String(facts.why ?? ''));
  if (typeof facts.stamp === 'string') showWatermark(facts.stamp);
}

/** Says which camera is watched, in the page's title too. */
export function nameCamera({ name, room }: Pick<ListedCamera, 'name' | 'room'>): void {
  setText('#watch-name', name);
  setText('#watch-room', room ?? '');
  setText('#veil-name', name);
  document.title = `${name} · Casement`;
}

/** Wipes what was shown of the last watch before the next one begins. */
export function showCamera(camera: ListedCamera): void {
  nameCamera(camera);
  for (const fact of ['protocol', 'first', 'latency']) setText(`#fact-${fact}`, '');
  setText('#fact-live', 'Live');
  must('#seal', HTMLElement).hidden = true;
}

/** Sets what the veil says once there is no picture, or no longer one. */
export function showSorry(code: string, why?: Facts['why']): void {
  const { title, detail } = sorry(code, why === undefined ? undefined : String(why));
  setText('#sorry-title', title);
  setText('#sorry-detail', detail);
}

/** Facts about a picture go with it: nothing may say “Live” of one that is gone. */
export function showFooter(state: State): void {
  must('#told', HTMLElement).hidden = state !== 'playing' && state !== 'stalled';
}

/** Keeps the focus of somebody who uses the keyboard on something that can be seen. */
export function focusFor(state: State): void {
  if (state === currentState() || document.activeElement === document.body) return;
  if (state === 'failed' || state === 'ended') must('#again', HTMLElement).focus();
  if (state === 'asking') must('#back', HTMLElement).focus({ preventScroll: true });
}

/** Fills the frame if that cuts off little, else shows the whole picture. */
export function fitPicture(video: HTMLVideoElement): void {
  const fit = (): void => {
    const frame = video.clientWidth / video.clientHeight;
    const ratio = video.videoWidth / video.videoHeight / frame;
    video.classList.toggle('fill', ratio > 0.85 && ratio < 1.2);
  };
  video.addEventListener('resize', fit);
  video.addEventListener('loadedmetadata', fit);
  new ResizeObserver(fit).observe(video);
}
