/** A display that plays HLS, as far as the network sees it. */
import { entriesOf } from '../../../../simulator/client/hls-reader.ts';
import { deadline } from '../../../../common/deadline.ts';
import type { Viewing } from '../oracle/judge.ts';
import type { Answer } from './client.ts';
import type { Stage } from './stage.ts';

/** Names of playlists or segments in a playlist. */
export const listed = ({ body }: Answer): string[] => entriesOf(body);

/** Plays until `over` aborts or the stream is refused. */
export async function watchHls(stage: Stage, viewing: Viewing, over: AbortSignal): Promise<void> {
  const { client, oracle, habits, chance } = stage;

  /** Reads one file, judged whatever comes; returns undefined if the display hung up or was refused. */
  async function read(url: string): Promise<Answer | undefined> {
    const headers = habits.conditional ? chance.pick(stage.conditions) : {};
    const hasty = chance.happens(habits.hangUp);
    const limit = deadline(hasty ? chance.below(40) : 60_000, over);
    const answer = await client
      .send(url, { headers, signal: limit.signal })
      .catch((error: unknown) => {
        if (hasty && !over.aborted) return undefined;
        throw error;
      })
      .finally(() => limit.clear());
    if (answer === undefined) return undefined;
    const segment = answer.status === 200 && /\.(ts|m4s|mp4)$/.test(new URL(url).pathname);
    if (segment) oracle.segment(viewing, answer);
    else oracle.scrap(viewing, answer.body);
    return answer;
  }

  const master = await read(viewing.url);
  const [name] = master === undefined ? [] : listed(master);
  if (master?.status !== 200 || name === undefined) return;
  const playlist = new URL(name, viewing.url).href;
  const had = new Set<string>();
  while (!over.aborted) {
    const list = await read(playlist);
    if (list !== undefined && list.status >= 400) return;
    const names = list?.status === 200 && list.whole ? listed(list) : [];
    for (const segment of names.filter((one) => !had.has(one))) {
      had.add(segment);
      await read(new URL(segment, viewing.url).href);
    }
    await stage.pause(900, over);
  }
}
