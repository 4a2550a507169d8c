/**
 * The answers that Google accepts, in our own words: the shapes of SYNC, QUERY, EXECUTE and DISCONNECT, and
 * of the trait CameraStream. They stand in for Google's own schemas if those are not at hand;
 * `google-schemas.test.ts` shows that both accept and refuse the same.
 */
import { z } from 'zod';

const text = z.string();
const texts = z.array(text);
/** Anything that a trait puts there. */
const open = z.looseObject({});

const protocol = z.enum(['hls', 'dash', 'smooth_stream', 'progressive_mp4', 'webrtc']);

const answer = (payload: z.ZodType) => z.strictObject({ requestId: text, payload });

/** For a whole request that failed. */
const trouble = { errorCode: text.optional(), debugString: text.optional() };

const named = (kind: 'types' | 'traits') =>
  text.regex(new RegExp(String.raw`^action\.devices\.${kind}\.[A-Za-z_]+$`));

const device = z.strictObject({
  id: text,
  type: named('types'),
  traits: z.array(named('traits')),
  name: z.strictObject({
    name: text,
    defaultNames: texts.optional(),
    nicknames: texts.optional(),
  }),
  willReportState: z.boolean(),
  notificationSupportedByAgent: z.boolean().optional(),
  roomHint: text.optional(),
  deviceInfo: z
    .strictObject({
      manufacturer: text.optional(),
      model: text.optional(),
      hwVersion: text.optional(),
      swVersion: text.optional(),
    })
    .optional(),
  attributes: open.optional(),
  customData: open.optional(),
  otherDeviceIds: z.array(z.strictObject({ agentId: text.optional(), deviceId: text })).optional(),
});

const queried = z.looseObject({
  online: z.boolean(),
  status: z.enum(['SUCCESS', 'OFFLINE', 'EXCEPTIONS', 'ERROR']),
  errorCode: text.optional(),
});

const executed = z.strictObject({
  ids: texts,
  status: z.enum(['SUCCESS', 'PENDING', 'OFFLINE', 'EXCEPTIONS', 'ERROR']),
  states: z.looseObject({ online: z.boolean().optional() }).optional(),
  errorCode: text.optional(),
});

const token = { cameraStreamAuthToken: text.optional() };

const schemas = {
  sync: answer(z.strictObject({ agentUserId: text, devices: z.array(device), ...trouble })),
  query: answer(z.strictObject({ devices: z.record(text, queried), ...trouble })),
  execute: answer(z.strictObject({ commands: z.array(executed).optional(), ...trouble })),
  disconnect: z.strictObject({}),
  /** `attributes` of a camera in SYNC. */
  attributes: z.looseObject({
    cameraStreamSupportedProtocols: z.array(protocol),
    cameraStreamNeedAuthToken: z.boolean(),
  }),
  /** `states` after GetCameraStream: by WebRTC, or by anything that has a URL to play. */
  results: z.discriminatedUnion('cameraStreamProtocol', [
    z.looseObject({
      cameraStreamProtocol: z.literal('webrtc'),
      cameraStreamSignalingUrl: text,
      cameraStreamOffer: text.optional(),
      cameraStreamIceServers: text.optional(),
      ...token,
    }),
    z.looseObject({
      cameraStreamProtocol: protocol.exclude(['webrtc']),
      cameraStreamAccessUrl: text,
      cameraStreamReceiverAppId: text.optional(),
      ...token,
    }),
  ]),
} as const;

export type AnswerKind = keyof typeof schemas;

/** Returns what is wrong with `value` as an answer of that kind: a path and words for each fault. */
export function ownFaults(kind: AnswerKind, value: unknown): string[] {
  const { error } = schemas[kind].safeParse(value);
  return (error?.issues ?? []).map(({ path, message }) => `/${path.join('/')} ${message}`);
}
