/** Signalling of a WebRTC stream, as a display does it. */
import type { GivenStream } from './given-stream.ts';
import { postJson } from './post-json.ts';

/** Sends a message on the signalling path, e.g. `{ action: 'end' }`; `headers` beside its own. @throws as `fetch` */
export const signal = (
  { url, bearer }: GivenStream,
  message: object,
  headers?: Readonly<Record<string, string>>,
): Promise<Response> => postJson(url, bearer, message, headers && { headers });

/** Sends an offer for a device; returns the SDP of the answer. @throws Error if there is none. */
export async function offerTo(
  stream: GivenStream,
  deviceId: string,
  sdp: string,
  headers?: Readonly<Record<string, string>>,
): Promise<string> {
  const response = await signal(stream, { action: 'offer', deviceId, sdp }, headers);
  const { sdp: answer } = (await response.json()) as { sdp?: string };
  if (answer === undefined) throw new Error(`the offer was answered with ${response.status}`);
  return answer;
}
