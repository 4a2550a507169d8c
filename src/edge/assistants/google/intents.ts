/**
 * What Google asks: the envelope of a smart home request, parsed into plain values.
 *
 * Only fields that are used are read, and unknown ones pass, because Google adds to its requests
 * (`customData`, `challenge`, `locale`, …) without notice. No command and no parameter of an EXECUTE is
 * refused here: each is answered in the place of its own device.
 */
import { z } from 'zod';
import { Failure } from '../../../common/failures.ts';
import { readCommands } from './commands.ts';
import { deviceName } from './device-name.ts';

/** More than any account has; it bounds what one request may cost. */
const maxDevices = 500;

/**
 * Names a request: any short text, or a number as some testers send it. Google's schema calls it a UUID, its
 * traffic carries long decimal numbers in texts.
 */
const requestId = z
  .union([z.string().min(1).max(200), z.number()])
  .refine((id) => typeof id === 'string' || Math.abs(id) <= Number.MAX_SAFE_INTEGER, {
    // Digits were lost while the JSON was read.
    error: 'Too big: a number beyond 2^53 cannot be given back as it came; send it as text',
  });

/** Given back as it came. */
export type RequestId = z.infer<typeof requestId>;

const devices = z.array(z.unknown().transform(deviceName));

const commandEntry = z
  .object({ devices: devices.catch([]), execution: z.unknown().optional().transform(readCommands) })
  // An entry of another form names no device, so there is none to answer for: the log reports it.
  .catch({ devices: [], execution: [] });

export type CommandEntry = z.infer<typeof commandEntry>;

const commands = z
  .array(commandEntry)
  .max(maxDevices)
  .refine((entries) => entries.reduce((n, one) => n + one.devices.length, 0) <= maxDevices, {
    error: `Too big: expected at most ${String(maxDevices)} devices in all`,
  });

const input = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('action.devices.SYNC') }),
  z.object({
    intent: z.literal('action.devices.QUERY'),
    payload: z.object({ devices: devices.max(maxDevices) }),
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
  readonly requestId: RequestId;
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

/** Returns how many devices a request names, each as often as it is named. */
export function devicesNamed({ input: asked }: IntentRequest): number {
  if (asked.intent === 'action.devices.QUERY') return asked.payload.devices.length;
  if (asked.intent !== 'action.devices.EXECUTE') return 0;
  return asked.payload.commands.reduce((sum, { devices: named }) => sum + named.length, 0);
}

const anyRequest = z.object({ requestId, inputs: z.unknown().optional() });

/** Returns the `requestId` of a body that may be malformed elsewhere, to be echoed in the refusal. */
export function requestIdOf(body: unknown): RequestId | undefined {
  return anyRequest.safeParse(body).data?.requestId;
}
