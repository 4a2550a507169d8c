/** What both canaries ask by WebRTC: stills by its tickets, signalling, and the pictures themselves. */
import { both, type Pair } from './both.ts';
import type { Canary } from './canaries.ts';
import { Foreign } from './verdict.ts';
import { openOwn, type OpenedStream, type VisitParts } from './visit.ts';
import { watchPictures } from './watch-pictures.ts';
import { askAll } from './worst.ts';

/** @throws as `makeRound`; NoMedia if all was answered, but no pictures came. */
export async function visitByWebRtc(canaries: Pair<Canary>, parts: VisitParts): Promise<void> {
  const { door, verdicts } = parts;
  const streams = await both(canaries, (canary, neighbour) =>
    openOwn(canary, neighbour, 'webrtc', parts),
  );
  const of = (canary: Canary): OpenedStream => streams[canary === canaries[0] ? 0 : 1];

  async function still(canary: Canary): Promise<void> {
    const { url, bearer } = of(canary);
    verdicts.still(canary, await door.get(new URL('snapshot.jpg', url), bearer));
  }

  async function tryBearer(canary: Canary, neighbour: Canary): Promise<void> {
    const end = { action: 'end', deviceId: neighbour.device };
    const { status } = await door.signal(of(neighbour).url, of(canary).bearer, end);
    if (status < 300) throw new Foreign('a foreign bearer was taken');
  }

  const watch = (canary: Canary) => watchPictures(canary, of(canary), parts);
  const questions = [still, tryBearer, watch];
  await askAll(questions.map((ask) => async () => void (await both(canaries, ask))));
}
