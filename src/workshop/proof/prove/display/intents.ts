/** What Google asks on a display's behalf, and what prove reads in the answers. */
import * as given from '../../../../simulator/client/given-stream.ts';
import {
  type IntentName,
  intentRequest,
  streamPayload,
} from '../../../../simulator/client/intent-request.ts';
import { jsonHeaders } from '../../../../simulator/client/post-json.ts';
import type { Answer, Client } from './client.ts';

export type Protocol = 'hls' | 'webrtc';

interface Body {
  readonly payload?: {
    readonly debugString?: string;
    readonly devices?: unknown;
    readonly commands?: readonly {
      readonly ids?: readonly string[];
      readonly status?: string;
      readonly errorCode?: string;
    }[];
  };
}

/** Posts one intent. */
export function intend(
  client: Client,
  origin: string,
  token: string,
  intent: IntentName,
  payload?: object,
  signal?: AbortSignal,
): Promise<Answer> {
  return client.send(`${origin}/fulfillment`, {
    method: 'POST',
    headers: jsonHeaders(token),
    body: JSON.stringify(intentRequest(intent, payload)),
    ...(signal && { signal }),
  });
}

/** The payload of an EXECUTE that asks for one device's stream. */
export const streamOf = (device: string, protocol: Protocol): object =>
  streamPayload([device], [protocol]);

function bodyOf({ body, status, whole }: Answer): Body | undefined {
  if (status !== 200 || !whole) return undefined;
  return JSON.parse(body.toString()) as Body;
}

/** Every device id that a SYNC lists or a QUERY answers without an error. */
export function devicesIn(answer: Answer): string[] | undefined {
  const devices = bodyOf(answer)?.payload?.devices;
  if (Array.isArray(devices)) return devices.map(({ id }: { id: string }) => id);
  if (typeof devices !== 'object' || devices === null) return undefined;
  const states = Object.entries(devices as Record<string, { errorCode?: string }>);
  return states.filter(([, { errorCode }]) => errorCode === undefined).map(([id]) => id);
}

/** The stream that an EXECUTE was answered with, if it was. */
export const streamIn = (answer: Answer): given.GivenStream | undefined =>
  given.streamIn(bodyOf(answer));

/** The devices that an EXECUTE was answered with success for. */
export function grantedIn(answer: Answer): string[] {
  const commands = bodyOf(answer)?.payload?.commands ?? [];
  return commands.flatMap(({ status, ids = [] }) => (status === 'SUCCESS' ? ids : []));
}

/** What an answer says of devices that show nothing: device ids, and words for each. */
export function explainedIn(answer: Answer): (readonly [device: string, text: string])[] {
  const lines = bodyOf(answer)?.payload?.debugString?.split('\n') ?? [];
  return lines.map((line): readonly [string, string] => {
    const colon = line.indexOf(': ');
    return [line.slice(0, Math.max(colon, 0)), line];
  });
}
