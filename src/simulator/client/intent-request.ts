/** The one builder of intent requests in Google's words, for everybody who plays its part. In plain values. */
import { randomUUID } from 'node:crypto';

export type IntentName = 'SYNC' | 'QUERY' | 'EXECUTE' | 'DISCONNECT';

export interface IntentRequest {
  readonly requestId: string;
  readonly inputs: readonly [{ readonly intent: string; readonly payload?: object }];
}

/** An id as Google gives them, for requests whose bytes or answers have to be alike. */
export const requestIdOfGoogle = '6894439706274654512';

/**
 * Returns the body of a request with one intent; `payload` as its builders below return it, none for SYNC and
 * DISCONNECT.
 */
export function intentRequest(
  name: IntentName,
  payload?: object,
  requestId: string = randomUUID(),
): IntentRequest {
  const intent = `action.devices.${name}`;
  return { requestId, inputs: [{ intent, ...(payload !== undefined && { payload }) }] };
}

const named = (ids: readonly string[]) => ids.map((id) => ({ id }));

/** Returns the payload of a QUERY. */
export const queryPayload = (ids: readonly string[]) => ({ devices: named(ids) });

/** Returns one command of an EXECUTE: GetCameraStream, whatever stands in its parts. */
export function streamCommand(
  devices: readonly object[],
  protocols: unknown,
  chromecast: unknown = false,
) {
  const params = { StreamToChromecast: chromecast, SupportedStreamProtocols: protocols };
  return {
    devices,
    execution: [{ command: 'action.devices.commands.GetCameraStream', params }],
  };
}

/**
 * Returns the payload of an EXECUTE that asks for the stream of each of these devices; `protocols` in
 * Google's names.
 */
export function streamPayload(
  ids: readonly string[],
  protocols: readonly string[],
  chromecast = false,
) {
  return { commands: [streamCommand(named(ids), protocols, chromecast)] };
}
