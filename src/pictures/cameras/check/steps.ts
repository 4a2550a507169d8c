/**
 * What a check of a camera reports: its steps as they come, and what was found at all its URLs. The control
 * socket carries it, too.
 */
import { z } from 'zod';
import { authenticationRanks } from '../../../wall/partitions/origin.ts';
import { videoCodecs } from '../../media/unit.ts';
import { reasonCodes } from '../reason.ts';

/** In the order in which they come; `open`: the bridge had it open already, and nothing before that is seen. */
export const stepNames = [
  'open',
  'name',
  'connect',
  'key',
  'log-in',
  'describe',
  'recognise',
  'set-up',
  'play',
  'bind',
  'packets',
  'parameter-sets',
  'key-picture',
] as const;
export type StepName = (typeof stepNames)[number];

const scheme = z.enum(authenticationRanks);
const key = z.object({ fingerprint: z.string().max(100), vouched: z.boolean() });
const transport = z.enum(['tcp', 'udp']);
const ms = z.number();

/** A Reason, kept as loose as a message is. */
const reason = z.object({
  code: z.enum(reasonCodes),
  seconds: z.number().optional(),
  status: z.number().optional(),
});

/** One step that went well. `ms`: how long it took. */
const done = z.discriminatedUnion('step', [
  z.object({ step: z.literal('open') }),
  z.object({ step: z.literal('name'), addresses: z.number(), named: z.boolean(), ms }),
  z.object({ step: z.literal('connect'), family: z.union([z.literal(4), z.literal(6)]), ms }),
  z.object({ step: z.literal('key'), key }),
  z.object({ step: z.literal('log-in'), scheme: scheme.nullable() }),
  z.object({
    step: z.literal('describe'),
    audio: z.string().max(20).nullable(),
    audioNotTaken: z.array(z.string().max(20)).max(20),
  }),
  z.object({ step: z.literal('recognise'), bound: z.boolean() }),
  z.object({ step: z.literal('set-up'), transport, audio: z.boolean() }),
  z.object({ step: z.literal('play'), ms }),
  z.object({ step: z.literal('bind') }),
  z.object({ step: z.literal('packets'), ms }),
  z.object({ step: z.literal('parameter-sets') }),
  z.object({ step: z.literal('key-picture'), ms }),
]);
export type DoneStep = z.infer<typeof done>;

export const stepSchema = z.union([
  z.object({ step: z.enum(stepNames), reason }),
  /** It may have been by chance: it is tried once more. */
  z.object({ again: reason }),
  done,
]);
export type CheckStep = z.infer<typeof stepSchema>;

/** What was found at one URL. */
const url = z.object({
  /** What is wrong; null if it answers and, if it is a stream, plays. */
  reason: reason.nullable(),
  /** The key of its TLS connection, if there was one. */
  key: key.optional(),
  /** How the password was sent to it, right or wrong; absent if none was sent. */
  scheme: scheme.optional(),
  /** A user or a password stands in the path or query of its URL, and so went to whoever answered. */
  loginInUrl: z.literal(true).optional(),
});
export type CheckedUrl = z.infer<typeof url>;

/** What follows from the pictures. */
const stream = z.object({
  codec: z.enum(videoCodecs),
  /** Six hex digits, as in SDP (RFC 6184 §8.1). */
  profileLevelId: z.string().max(6),
  width: z.number(),
  height: z.number(),
  /** Pictures a second; null if too few came. */
  ratePerS: z.number().nullable(),
  /** Seconds between two key pictures that nobody asked for; null if no two of them came in time. */
  keyIntervalS: z.number().nullable(),
  /**
   * For how many seconds no key picture came but one that was asked for, at the longest; null if it is known how far
   * apart they come, or the connection ended meanwhile.
   */
  keyIntervalAboveS: z.number().nullable(),
  /** `may`: its parameter sets allow them, and none was seen. */
  bPictures: z.enum(['none', 'may', 'seen']),
  /** Without IDR pictures, with which WebRTC has to begin. */
  noIdr: z.boolean(),
  audio: z
    .object({ codec: z.string().max(10), sampleRate: z.number(), channels: z.number() })
    .nullable(),
  /** The ways in which it offers to send sound that are not taken; null if not known. */
  audioNotTaken: z.array(z.string().max(20)).nullable(),
  transport: transport.nullable(),
  /** How many of its pictures came damaged, or were of no use without one that did not come; null if not counted. */
  lostPercent: z.number().nullable(),
  /** Seconds from the look-up of its name to the first packets; null if it was open already. */
  answersAfterS: z.number().nullable(),
  /** How much faster its RTP clock runs than ours, in percent; null if it could not be measured. */
  clockErrorPercent: z.number().nullable(),
});
export type StreamFacts = z.infer<typeof stream>;

export const checkedSchema = z.object({
  /** The step that failed; null if a key picture came. */
  failed: z.enum(stepNames).nullable(),
  /** For the URLs that the camera has. */
  stream: url,
  still: url.optional(),
  onvif: url.optional(),
  /** Null if no key picture came. */
  facts: stream.nullable(),
  /** It was open already, and was asked nothing. */
  wasOpen: z.boolean(),
});
export type CheckedCamera = z.infer<typeof checkedSchema>;

/** Called for each step as it comes. */
export type TellStep = (step: CheckStep) => void;
