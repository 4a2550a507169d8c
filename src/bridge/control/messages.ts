/** The messages between commands and the bridge on the control socket: one line of JSON each way. */
import { z } from 'zod';

/** A database file as the system knows it, not by its path: see `identityOf`. */
const database = z.string().max(100);

/** About so many devices at most is asked at a time: it fits into `longestLine`. */
export const mostDevices = 100;

export const questionSchema = z.union([
  /** A row was written in `database`, by revision `revision`: act on it. */
  z.strictObject({ ask: z.literal('act'), revision: z.int().nonnegative(), database }),
  /** Stop all delivery; `since` and `until` in milliseconds since 1970. */
  z.strictObject({
    ask: z.literal('stop'),
    since: z.number().optional(),
    reason: z.string().max(400).optional(),
    until: z.number().optional(),
  }),
  /** All delivery is about to be resumed: take back a stop that is not written down yet. */
  z.strictObject({ ask: z.literal('resume') }),
  /** Look at the key file now. */
  z.strictObject({ ask: z.literal('keys') }),
  /**
   * Check the camera of a device, or one at a URL, which may hold a password: each step is reported by a line
   * of its own before the last one.
   */
  z.strictObject({ ask: z.literal('check'), device: z.string().max(64) }),
  z.strictObject({
    ask: z.literal('check'),
    rtsp: z.string().max(2_048),
    transport: z.enum(['auto', 'tcp', 'udp']),
    keys: z.array(z.string().max(100)).max(16),
  }),
  /** Say what is known of the cameras of these devices. */
  z.strictObject({
    ask: z.literal('conditions'),
    devices: z.array(z.string().max(64)).max(mostDevices),
  }),
]);
export type Question = z.infer<typeof questionSchema>;
/** What has to be checked. */
export type CheckAsked = Extract<Question, { readonly ask: 'check' }>;

/** What is known of one device's camera: the code and further facts of a reason, null if it plays. */
const ofLine = {
  /** Milliseconds since 1970. */
  since: z.number(),
  reason: z
    .object({ code: z.string(), seconds: z.number().optional(), status: z.number().optional() })
    .nullable(),
};
const condition = z.strictObject({
  device: z.string(),
  ...ofLine,
  /** For its own still and its ONVIF service, if they were asked. */
  still: z.strictObject(ofLine).optional(),
  onvif: z.strictObject(ofLine).optional(),
});
export type DeviceCondition = z.infer<typeof condition>;
export type LineCondition = Pick<DeviceCondition, 'since' | 'reason'>;

/** In the form of the room that checks cameras: it is only passed on here. */
const passedOn = z.record(z.string(), z.unknown());

export const replySchema = z.discriminatedUnion('reply', [
  /** Every session has been checked against the store as of `revision`. */
  z.strictObject({ reply: z.literal('acted'), revision: z.int().nonnegative() }),
  /**
   * Nothing is delivered. `written` says whether the store has it too, `silent` why the bridge had fallen
   * silent by itself: then its open store may not be the one at its path.
   */
  z.strictObject({
    reply: z.literal('stopped'),
    written: z.boolean(),
    silent: z.string().optional(),
  }),
  /** No stop is waiting to be written down any more; `since` is of the one that was, if any. */
  z.strictObject({ reply: z.literal('resumed'), since: z.number().optional() }),
  /** The ids of the keys in force, which are those of the key file. */
  z.strictObject({ reply: z.literal('keys'), kids: z.array(z.string()) }),
  /** Those devices whose camera was asked by the bridge; nothing is known of the others. */
  z.strictObject({ reply: z.literal('conditions'), devices: z.array(condition) }),
  /** One step of a check; more follows. */
  z.strictObject({ reply: z.literal('step'), step: passedOn }),
  z.strictObject({ reply: z.literal('checked'), checked: passedOn }),
  /** The bridge has fallen silent by itself and delivers nothing until it is started anew. */
  z.strictObject({ reply: z.literal('silent'), why: z.string() }),
  /** It could not do that. */
  z.strictObject({ reply: z.literal('failed'), why: z.string() }),
]);
export type Reply = z.infer<typeof replySchema>;

/** No question is longer: a URL may double in length when JSON has to escape it. */
export const longestLine = 8_192;
