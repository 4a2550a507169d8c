/**
 * A signalling message of Google's camera stream page: `{action, deviceId, sdp}`.
 * Displays in the field also say `type` for `action`, or `{offer: "…"}`; both are understood.
 */
import { z } from 'zod';
import { Failure } from '../failures.ts';
import type { Signal } from '../streams/streams.ts';

const sdp = z.string().min(1).max(65_536);
const schema = z.object({
  action: z.string().optional(),
  type: z.string().optional(),
  deviceId: z.string().max(200).optional(),
  sdp: z.string().max(65_536).optional(),
  offer: sdp.optional(),
});

export interface SignalMessage {
  readonly signal: Signal;
  readonly deviceId: string | undefined;
}

/** @throws Failure `bad-request` saying what is missing. */
export function parseSignal(body: unknown): SignalMessage {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new Failure('bad-request', 'not a signalling message');
  const { deviceId, offer } = parsed.data;
  const action = parsed.data.action ?? parsed.data.type ?? (offer === undefined ? '' : 'offer');
  if (action === 'end') return { signal: { action }, deviceId };
  if (action !== 'offer' && action !== 'answer') {
    throw new Failure('bad-request', 'action must be offer, answer or end');
  }
  const text = sdp.safeParse(parsed.data.sdp ?? offer);
  if (!text.success) throw new Failure('bad-request', 'sdp is missing');
  return { signal: { action, sdp: text.data }, deviceId };
}
