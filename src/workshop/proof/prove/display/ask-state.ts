/** A display whose picture stands still asks whether its stream is over; the answer is judged. */
import { jsonHeaders } from '../../../../simulator/client/post-json.ts';
import type { Viewing } from '../oracle/judge.ts';
import type { Answer } from './client.ts';
import { askStill } from './ask-still.ts';
import type { Stage } from './stage.ts';

/** Sends a message on the signalling path of `of`, with what `viewing` holds. */
export function signalTo(
  { client }: Pick<Stage, 'client'>,
  { bearer, device }: Pick<Viewing, 'bearer' | 'device'>,
  { url }: Pick<Viewing, 'url'>,
  message: object,
  signal?: AbortSignal,
): Promise<Answer> {
  return client.send(url, {
    method: 'POST',
    headers: jsonHeaders(bearer),
    body: JSON.stringify({ ...message, deviceId: device }),
    ...(signal && { signal }),
  });
}

/** Asks. If the answer is that it is over, it asks for a still by the same ticket: then none may come. */
export async function askState(stage: Stage, viewing: Viewing): Promise<void> {
  const askedAt = Date.now();
  const { status } = await signalTo(stage, viewing, viewing, { action: 'state' });
  // A cache in front may go on giving what the display had from it before: the bridge is asked.
  const still = status === 404 && (await askStill(stage, viewing, `?asked=${askedAt}`));
  stage.oracle.state(viewing, { askedAt, status, still });
}
