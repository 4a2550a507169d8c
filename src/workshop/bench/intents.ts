/** The requests that are sent, as Google sends them. */
import * as request from '../../simulator/client/intent-request.ts';
import { jsonHeaders, postIntent } from '../../simulator/client/post-json.ts';

export type IntentName = Exclude<request.IntentName, 'DISCONNECT'>;

/** An account that asks. */
export interface Asker {
  readonly account: string;
  readonly token: string;
  /** The first of its devices: the one QUERY and EXECUTE are about. */
  readonly device: string;
}

function payload(
  intent: request.IntentName,
  device: string,
  protocols: readonly string[],
): object | undefined {
  if (intent === 'SYNC' || intent === 'DISCONNECT') return undefined;
  if (intent === 'QUERY') return request.queryPayload([device]);
  return request.streamPayload([device], protocols);
}

/** The body of one request. */
export function intentBody(
  intent: request.IntentName,
  device: string,
  protocols: readonly string[] = ['webrtc', 'hls'],
): string {
  const asked = payload(intent, device, protocols);
  return JSON.stringify(request.intentRequest(intent, asked, request.requestIdOfGoogle));
}

/** As Google writes them. */
export const intentHeaders = (token: string): Record<string, string> => ({
  ...jsonHeaders(token),
  'content-type': 'application/json; charset=utf-8',
});

/** What every good answer to it has inside. */
export const signOfSuccess: Readonly<Record<IntentName, string>> = {
  SYNC: '"agentUserId"',
  QUERY: '"online":true',
  EXECUTE: '"cameraStreamSignalingUrl"',
};

/** Asks once; returns the payload of the answer. @throws Error if it is not a good one. */
export async function askOnce(
  origin: string,
  intent: IntentName,
  { token, device }: Asker,
): Promise<unknown> {
  const asked = request.intentRequest(intent, payload(intent, device, ['webrtc', 'hls']));
  const response = await postIntent(origin, token, asked);
  const text = await response.text();
  if (!text.includes(signOfSuccess[intent])) {
    throw new Error(`${intent} was answered with ${response.status}: ${text.slice(0, 300)}`);
  }
  return (JSON.parse(text) as { payload: unknown }).payload;
}
