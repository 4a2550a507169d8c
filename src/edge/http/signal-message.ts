/**
 * A signalling message of Google's camera stream page: `{action, deviceId, sdp}`.
 *
 * Displays in the field also say `type` for `action`, as a page does that passes on an RTCSessionDescription,
 * or `{offer: "…"}`. All of them are understood, and each gets its answer where it looks for it. A field that
 * is null counts as missing.
 */
import { z } from 'zod';
import { Failure } from '../../common/failures.ts';
import type { Signal } from '../../pictures/streams/streams.ts';

const longestSdp = 65_536;

const text = z.string().max(longestSdp);
/** A text, or an RTCSessionDescription that was not taken apart. */
const description = z
  .union([text, z.object({ sdp: text }).transform(({ sdp }) => sdp)])
  .nullish()
  .transform((sdp) => sdp || undefined);
const word = z
  .string()
  .nullish()
  .transform((value) => value?.toLowerCase());

const deviceId = z
  .string()
  .max(200)
  .nullish()
  .transform((id) => id ?? undefined);

const shape = z.object({ action: word, type: word, deviceId });
/** In an end, odd fields count as missing. */
const lenient = z.object({
  action: word.catch(undefined),
  type: word.catch(undefined),
  deviceId: deviceId.catch(undefined),
});
const descriptions = z.object({ sdp: description, offer: description });

export interface SignalMessage {
  /**
   * `state` is a word of ours, for a display whose picture stands still: the answer is 200, or 404 once the
   * stream is over.
   */
  readonly signal: Signal | { readonly action: 'state' };
  readonly deviceId: string | undefined;
  /** The SDP came as `{offer: "…"}`, and the answer is looked for in `{answer: "…"}`. */
  readonly bare?: true;
}

function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue?.path.map(String).join('.') || 'the message';
  throw new Failure('bad-request', `${place}: ${issue?.message ?? 'malformed'}`);
}

/** @throws Failure `bad-request` naming what is wrong or missing, never quoting a value. */
export function parseSignal(body: unknown): SignalMessage {
  // An end is an end, whatever else stands beside it: otherwise what it should stop would go on.
  const end = lenient.safeParse(body).data;
  if (end !== undefined && (end.action ?? end.type) === 'end') {
    return { signal: { action: 'end' }, deviceId: end.deviceId };
  }
  const { action, type, ...named } = parsed(shape, body);
  if (action === 'state') return { signal: { action: 'state' }, deviceId: named.deviceId };
  const { sdp, offer } = parsed(descriptions, body);
  const kind = action ?? type ?? (offer === undefined ? undefined : 'offer');
  if (kind !== 'offer' && kind !== 'answer') {
    throw new Failure('bad-request', 'action: must be offer, answer or end');
  }
  const given = sdp ?? offer;
  if (given === undefined) throw new Failure('bad-request', 'sdp: is missing');
  return {
    signal: { action: kind, sdp: given },
    deviceId: named.deviceId,
    ...(sdp === undefined && { bare: true }),
  };
}

/**
 * Returns the answer to a message; `sdp` is ours, if there is one. `action` is what Google's page reads,
 * `type` what `setRemoteDescription` takes.
 */
export function signalAnswer({ bare }: SignalMessage, sdp: string | undefined): object {
  if (sdp === undefined) return {};
  return { action: 'answer', type: 'answer', sdp, ...(bare && { answer: sdp }) };
}
