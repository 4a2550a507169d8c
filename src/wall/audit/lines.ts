/** What the lines of the delivery record say: one schema, for writers and readers. */
import { isIP } from 'node:net';
import { z } from 'zod';
import { AccountId, CameraId, DeviceId, GrantId, SessionId } from '../../identity/ids.ts';

const time = z.iso.datetime().transform((text) => Date.parse(text));
/** One of our ids; `make` throws for anything else. */
const id = <T>(make: (text: string) => T) =>
  z.string().transform((text, context) => {
    try {
      return make(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'not such an id' });
      return z.NEVER;
    }
  });
const whole = z.int().min(0);
const hash = z.string().regex(/^[\w-]{43}$/);

/** What answered for a camera over one line. */
const answered = z.strictObject({
  pin: hash.optional(),
  description: z.string().optional(),
  /** Where it was reached: address, port, path and query; and the address alone. */
  place: hash.optional(),
  host: hash.optional(),
  /** Where it has led connections beyond its row, at that time or before; newest first. */
  led: z.array(hash).max(8).readonly().optional(),
  /** In lines of earlier versions: the URL's text, its host not resolved. */
  source: hash.optional(),
});
const answeredLines = z.strictObject({
  stream: answered.optional(),
  still: answered.optional(),
  onvif: answered.optional(),
});
/**
 * Which session of which account, by which build; nothing that identifies a person. The display's network
 * address is included only if the operator wants it.
 */
const who = {
  session: id(SessionId),
  account: id(AccountId),
  grant: id(GrantId).optional(),
  device: id(DeviceId),
  camera: id(CameraId),
  epoch: z.int().min(1),
  model: z.string().optional(),
  /** What answered, line by line; absent in lines of earlier versions. */
  answered: answeredLines.optional(),
  protocol: z.enum(['hls', 'webrtc']),
  address: z
    .string()
    .refine((text) => isIP(text) !== 0)
    .optional(),
  build: z.string(),
};
/** Which session of which account, without what it was shown. */
const whose = {
  session: who.session,
  account: who.account,
  grant: who.grant,
  device: who.device,
  build: z.string(),
};
/** A display's network address, or the keyed hash that stands for it. */
const spot = z.string().refine((text) => isIP(text) !== 0 || /^[\w-]{43}$/.test(text));
/** The times of the first and the last byte, and how much there was in between. */
const totals = { from: time, to: time, bytes: whole, units: whole };
const stamp = z.object({ camera: id(CameraId), epoch: z.int() });
const place = { seq: z.int().min(1), at: time, hash };

export const lineSchema = z.discriminatedUnion('kind', [
  /** Every file begins with one: it names the key that signs the file, and the hash of the line before it. */
  z.strictObject({
    ...place,
    kind: z.literal('file'),
    key: z.string(),
    before: z.union([hash, z.literal('')]),
    build: z.string(),
  }),
  z.strictObject({ ...place, kind: z.literal('start'), build: z.string(), node: z.string() }),
  z.strictObject({ ...place, kind: z.literal('stop') }),
  /** The first byte of a session is about to leave. */
  z.strictObject({ ...place, kind: z.literal('opened'), ...who }),
  /** Something was bound for the camera of a running session: this answers from now on. */
  z.strictObject({ ...place, kind: z.literal('answered'), ...whose, answered: answeredLines }),
  /** A session that runs on while a new file begins. */
  z.strictObject({ ...place, kind: z.literal('continued'), ...who, ...totals }),
  z.strictObject({ ...place, kind: z.literal('ended'), ...who, ...totals, reason: z.string() }),
  /** The delivery check stopped a foreign picture: the alarm. */
  z.strictObject({
    ...place,
    kind: z.literal('refused'),
    ...whose,
    expected: stamp,
    found: stamp,
  }),
  /** A session's ticket was used from another place than at first. */
  z.strictObject({ ...place, kind: z.literal('elsewhere'), ...whose, first: spot, from: spot }),
  /** A session's display made another connection, which ended the one before. */
  z.strictObject({ ...place, kind: z.literal('reconnected'), ...whose, from: spot.optional() }),
  /** More of these came in that session than have lines of their own. */
  z.strictObject({
    ...place,
    kind: z.literal('more'),
    ...whose,
    of: z.enum(['elsewhere', 'reconnected']),
  }),
  /** A camera's former row, of another account, was removed by an operator's word. */
  z.strictObject({
    ...place,
    kind: z.literal('taken-over'),
    account: id(AccountId),
    device: id(DeviceId),
    formerAccount: id(AccountId),
    formerDevice: id(DeviceId),
    on: time,
  }),
  /**
   * The database was put back to an earlier state, or said to have been: by `restore` from a backup made
   * at `made`, or by `after-restore`. From its new revision on, an earlier one is older than the record.
   */
  z.strictObject({
    ...place,
    kind: z.literal('restored'),
    by: z.enum(['restore', 'after-restore']),
    made: time.optional(),
    revision: whole,
    grants: whole,
    shares: whole,
  }),
  /** The oldest files have reached their age; `first` is the first line that is kept. */
  z.strictObject({
    ...place,
    kind: z.literal('dropped'),
    first: z.int().min(1),
    files: z.int().min(1),
  }),
  /** The database drops what it keeps of linkings, entries and take-overs that were over before then. */
  z.strictObject({
    ...place,
    kind: z.literal('forgotten'),
    before: time,
    rows: z.int().min(1),
  }),
  /** A start found the end torn, by a crash in the middle of a write, and cut it off. */
  z.strictObject({ ...place, kind: z.literal('mended'), bytes: whole }),
]);

/** A line as it is read; times in milliseconds since 1970. */
export type Line = z.output<typeof lineSchema>;
export type LineOf<K extends Line['kind']> = Extract<Line, { kind: K }>;

type Body<T> = T extends { kind: string } ? Omit<T, 'seq' | 'at' | 'hash'> : never;
/** What a writer hands over; place, time and hash are added when it is written. Times are ISO text. */
export type LineBody = Body<z.input<typeof lineSchema>>;

/** Returns milliseconds since 1970 as the lines write them. */
export const isoTime = (ms: number): string => new Date(ms).toISOString();
