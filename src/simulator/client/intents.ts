/** The four intents as the assistant words them, and its reading of the answers. */
import { z } from 'zod';
import { intentRequest, queryPayload, streamPayload } from './intent-request.ts';
import type { IntentRequest } from './intent-request.ts';

/** A camera as the display shows it. */
export interface ListedCamera {
  readonly id: string;
  readonly name: string;
  readonly room: string | undefined;
  readonly kind: 'camera' | 'doorbell';
  /** What the camera offers, in its order of preference. */
  readonly protocols: readonly string[];
}

/** What EXECUTE gave: something to play, or the reason why not. */
export type Offered =
  | {
      readonly ok: true;
      readonly protocol: 'webrtc';
      readonly url: string;
      readonly token: string | undefined;
      /** The bridge's own SDP offer, if it makes one. */
      readonly offer: string | undefined;
      /** RTCIceServer[] as JSON. */
      readonly iceServers: string | undefined;
    }
  | {
      readonly ok: true;
      readonly protocol: 'hls';
      readonly url: string;
      readonly token: string | undefined;
    }
  | {
      readonly ok: false;
      readonly errorCode: string;
      /** What the bridge says of it, in words for a person. */
      readonly why?: string;
    };

/** Returns a request for the cameras of the account. */
export const syncRequest = (): IntentRequest => intentRequest('SYNC');
/** Returns a request that ends the linking. */
export const disconnectRequest = (): IntentRequest => intentRequest('DISCONNECT');

/** Returns a request for the state of those devices. */
export function queryRequest(deviceIds: readonly string[]): IntentRequest {
  return intentRequest('QUERY', queryPayload(deviceIds));
}

/** What a display wants of one camera; `protocols` in Google's names. */
export interface StreamWish {
  readonly deviceId: string;
  readonly protocols: readonly string[];
  readonly chromecast: boolean;
}

/** Returns a request for a stream of one camera (EXECUTE, GetCameraStream). */
export function streamRequest({ deviceId, protocols, chromecast }: StreamWish): IntentRequest {
  return intentRequest('EXECUTE', streamPayload([deviceId], protocols, chromecast));
}

const cameraTypes = {
  'action.devices.types.CAMERA': 'camera',
  'action.devices.types.DOORBELL': 'doorbell',
} as const;

const syncAnswer = z.object({
  payload: z.object({
    devices: z.array(
      z.object({
        id: z.string(),
        type: z.string(),
        name: z.object({ name: z.string() }),
        roomHint: z.string().optional(),
        attributes: z
          .object({ cameraStreamSupportedProtocols: z.array(z.string()).default([]) })
          .default({ cameraStreamSupportedProtocols: [] }),
      }),
    ),
  }),
});

const queryAnswer = z.object({
  payload: z.object({
    devices: z.record(
      z.string(),
      z.object({ online: z.boolean().default(false), status: z.string() }),
    ),
  }),
});

const explained = z.object({ payload: z.object({ debugString: z.string().optional() }) });

const command = z.object({
  ids: z.array(z.string()),
  status: z.string(),
  errorCode: z.string().optional(),
  states: z.record(z.string(), z.unknown()).optional(),
});

const executeAnswer = z.object({
  payload: z.object({
    errorCode: z.string().optional(),
    debugString: z.string().optional(),
    commands: z.array(command).default([]),
  }),
});

const common = { cameraStreamAuthToken: z.string().optional() };
const streamStates = z.discriminatedUnion('cameraStreamProtocol', [
  z.object({
    ...common,
    cameraStreamProtocol: z.literal('webrtc'),
    cameraStreamSignalingUrl: z.url(),
    cameraStreamOffer: z.string().optional(),
    cameraStreamIceServers: z.string().optional(),
  }),
  z.object({
    ...common,
    cameraStreamProtocol: z.literal('hls'),
    cameraStreamAccessUrl: z.url(),
  }),
]);

/** Returns the cameras of a SYNC answer; undefined if it is none. Other kinds of device are left out. */
export function readSync(body: unknown): readonly ListedCamera[] | undefined {
  const parsed = syncAnswer.safeParse(body);
  if (!parsed.success) return undefined;
  return parsed.data.payload.devices.flatMap((device) => {
    const kind = Object.entries(cameraTypes).find(([type]) => type === device.type)?.[1];
    if (kind === undefined) return [];
    const protocols = device.attributes.cameraStreamSupportedProtocols;
    return [{ id: device.id, name: device.name.name, room: device.roomHint, kind, protocols }];
  });
}

/** Returns which devices a QUERY answer calls online, by id; undefined if it is none. */
export function readQuery(body: unknown): Readonly<Record<string, boolean>> | undefined {
  const parsed = queryAnswer.safeParse(body);
  if (!parsed.success) return undefined;
  const states = Object.entries(parsed.data.payload.devices);
  return Object.fromEntries(
    states.map(([id, { online, status }]) => [id, online && status === 'SUCCESS']),
  );
}

/** Returns what the bridge says of those devices in a QUERY answer, by id; a device it says nothing of is left out. */
export function readReasons(
  body: unknown,
  deviceIds: readonly string[],
): Readonly<Record<string, string>> {
  const said = explained.safeParse(body).data?.payload.debugString;
  return Object.fromEntries(
    deviceIds.flatMap((id) => {
      const { why } = whyOf(id, said);
      return why === undefined ? [] : [[id, why]];
    }),
  );
}

/** No sentence for a person is longer, in characters. */
const longestWhy = 300;

/** Returns what the bridge says of one device beside its answer: one line for each, which begins with its id. */
function whyOf(device: string, said = ''): { readonly why?: string } {
  const begins = `${device}: `;
  const line = said.split('\n').find((one) => one.startsWith(begins));
  return line === undefined ? {} : { why: line.slice(begins.length, begins.length + longestWhy) };
}

/**
 * Returns what an EXECUTE answer gives for one device. An answer that cannot be understood, is about another
 * device or has a protocol nobody asked for reads as `protocolError`, as on Google's side.
 */
export function readExecute(body: unknown, wish: StreamWish): Offered {
  const broken: Offered = { ok: false, errorCode: 'protocolError' };
  const parsed = executeAnswer.safeParse(body);
  if (!parsed.success) return broken;
  const { payload } = parsed.data;
  if (payload.errorCode !== undefined) return { ok: false, errorCode: payload.errorCode };
  const mine = payload.commands.filter((entry) => entry.ids.includes(wish.deviceId));
  const [entry] = mine;
  if (entry === undefined || mine.length > 1) return broken;
  if (entry.status !== 'SUCCESS') {
    const isOffline = entry.status === 'OFFLINE';
    const errorCode = isOffline ? 'deviceOffline' : (entry.errorCode ?? 'unknownError');
    return { ok: false, errorCode, ...whyOf(wish.deviceId, payload.debugString) };
  }
  const states = streamStates.safeParse(entry.states);
  if (!states.success || !wish.protocols.includes(states.data.cameraStreamProtocol)) return broken;
  const given = states.data;
  const token = given.cameraStreamAuthToken;
  if (given.cameraStreamProtocol === 'hls') {
    return { ok: true, protocol: 'hls', url: given.cameraStreamAccessUrl, token };
  }
  return {
    ok: true,
    protocol: 'webrtc',
    url: given.cameraStreamSignalingUrl,
    token,
    offer: given.cameraStreamOffer,
    iceServers: given.cameraStreamIceServers,
  };
}
