/**
 * What Google asks: the envelope of a smart home request, parsed into plain values.
 *
 * Only what is used is looked at, and unknown fields are let pass, because Google adds to its
 * requests (`customData`, `challenge`, `locale`, …) without notice. `requestId` is any short string:
 * Google's schema calls it a UUID, its traffic carries long decimal numbers.
 */
import { z } from 'zod';
import { Failure } from '../failures.ts';
import type { Wanted } from '../streams/streams.ts';

export const getCameraStream = 'action.devices.commands.GetCameraStream';

/** More than any home has; what one request may cost is bounded by it. */
export const maxDevices = 500;
const maxExecutions = 20;

const requestId = z.string().min(1).max(200);

/** One command; of GetCameraStream the parameters are known, of others only that they exist. */
export type Command =
  { readonly name: typeof getCameraStream; readonly wanted: Wanted } | { readonly name: 'unknown' };

// A display that does not say StreamToChromecast does not cast.
const streamParams = z
  .object({
    SupportedStreamProtocols: z.array(z.string().max(64)).max(32),
    StreamToChromecast: z.boolean().default(false),
  })
  .transform((params): Wanted => ({
    protocols: params.SupportedStreamProtocols,
    toChromecast: params.StreamToChromecast,
  }));

const command = z
  .object({ command: z.string(), params: z.unknown() })
  .transform(({ command: name, params }, context): Command => {
    if (name !== getCameraStream) return { name: 'unknown' };
    const parsed = streamParams.safeParse(params);
    if (parsed.success) return { name, wanted: parsed.data };
    for (const { path, message } of parsed.error.issues) {
      context.addIssue({ code: 'custom', path: ['params', ...path], message });
    }
    return z.NEVER;
  });

const deviceId = z.object({ id: z.string() }).transform(({ id }) => id);

const commandEntry = z.object({
  devices: z.array(deviceId).max(maxDevices),
  execution: z.array(command).min(1).max(maxExecutions),
});

export type CommandEntry = z.infer<typeof commandEntry>;

const commands = z
  .array(commandEntry)
  .max(maxDevices)
  .refine((entries) => entries.reduce((n, { devices }) => n + devices.length, 0) <= maxDevices, {
    error: `Too big: expected at most ${String(maxDevices)} devices in all`,
  });

const input = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('action.devices.SYNC') }),
  z.object({
    intent: z.literal('action.devices.QUERY'),
    payload: z.object({ devices: z.array(deviceId).max(maxDevices) }),
  }),
  z.object({ intent: z.literal('action.devices.EXECUTE'), payload: z.object({ commands }) }),
  z.object({ intent: z.literal('action.devices.DISCONNECT') }),
]);

// One intent for each element of `inputs`, and Google sends one element. More than one could not be
// answered: the answer has room for one payload.
const request = z.object({ requestId, inputs: z.tuple([input]) });

export type Input = z.infer<typeof input>;
export type Intent = Input['intent'];
export type Asked<I extends Intent> = Extract<Input, { intent: I }>;

/** A well-formed request. */
export interface IntentRequest {
  readonly requestId: string;
  readonly input: Input;
}

/**
 * Reads a parsed JSON body as an intent request.
 * @throws Failure `bad-request` naming the place that is wrong, never quoting a value.
 */
export function parseIntent(body: unknown): IntentRequest {
  const parsed = request.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue?.path.map(String).join('.') || 'the request';
    throw new Failure('bad-request', `${place}: ${issue?.message ?? 'malformed'}`);
  }
  return { requestId: parsed.data.requestId, input: parsed.data.inputs[0] };
}

const anyRequest = z.object({ requestId, inputs: z.unknown().optional() });

/** The `requestId` of a body that may be malformed elsewhere, to be echoed in the refusal. */
export function requestIdOf(body: unknown): string | undefined {
  return anyRequest.safeParse(body).data?.requestId;
}
