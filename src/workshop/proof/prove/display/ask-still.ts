/** A display asks for a still of what it watches. */
import type { Viewing } from '../oracle/judge.ts';
import type { Stage } from './stage.ts';

/** Returns whether one came; it is judged, whatever comes. `query`: what no cache in front has been asked for yet. */
export async function askStill(
  { client, oracle }: Pick<Stage, 'client' | 'oracle'>,
  viewing: Viewing,
  query = '',
): Promise<boolean> {
  const url = new URL(`snapshot.jpg${query}`, viewing.url).href;
  // A still of a WebRTC session needs it; with another's it changes nothing.
  const headers = { authorization: `Bearer ${viewing.bearer}` };
  const answer = await client.send(url, { headers });
  const came = answer.status === 200;
  if (came) oracle.still(viewing, answer);
  else oracle.scrap(viewing, answer.body);
  return came;
}
