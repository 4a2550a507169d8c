/** Sends recorded requests to a bridge over HTTP and compares the answers. */
import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import { Failure } from '../../../common/failures.ts';
import { intentRequest, type IntentName } from '../../../simulator/client/intent-request.ts';
import { jsonHeaders } from '../../../simulator/client/post-json.ts';
import type { Fixture } from './fixture.ts';
import { type Difference, differences } from './match.ts';
import { fill, type Json, type Variables } from './variables.ts';

export interface ReplayTarget {
  /** Where the bridge is reached. */
  readonly origin: string;
  readonly token: string;
  /** Device ids of another account, for the fixtures that ask for them. */
  readonly foreign: readonly string[];
}

export interface Replayed {
  readonly file: string;
  readonly name: string;
  /** Milliseconds until the answer was there. */
  readonly ms: number;
  readonly differences: readonly Difference[];
}

/** Longer than any answer may take. */
const timeoutMs = 10_000;

/** An id of the right form that nobody has. */
const missing = `d_${'A'.repeat(22)}`;

interface Sent {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

async function send(origin: string, { method, headers, body }: Sent): Promise<Response> {
  try {
    return await fetch(new URL('/fulfillment', origin), {
      method,
      headers,
      ...(body !== undefined && { body }),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (cause) {
    throw new Failure('overloaded', `${origin} does not answer`, { cause });
  }
}

async function jsonOf(response: Response): Promise<Json> {
  const text = await response.text();
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

const listing = z.object({
  payload: z.object({
    agentUserId: z.string(),
    devices: z.array(z.object({ id: z.string() })),
  }),
});

async function ask({ origin, token }: ReplayTarget, intent: IntentName): Promise<Response> {
  const body = JSON.stringify(intentRequest(intent));
  return send(origin, { method: 'POST', headers: jsonHeaders(token), body });
}

/** `${device.0}` …, `${foreign.0}` …, `${missing}` and `${agentUserId}` of this run. */
export async function variablesOf(target: ReplayTarget): Promise<Variables> {
  const response = await ask(target, 'SYNC');
  const listed = listing.safeParse(await jsonOf(response));
  if (!listed.success) {
    throw new Failure(
      'bad-request',
      `SYNC was answered with ${response.status}: is the token good?`,
    );
  }
  const { agentUserId, devices } = listed.data.payload;
  return new Map([
    ['agentUserId', agentUserId],
    ['missing', missing],
    ...devices.map(({ id }, index) => [`device.${index}`, id] as const),
    ...target.foreign.map((id, index) => [`foreign.${index}`, id] as const),
  ]);
}

function bodyOf({ request, text }: Fixture, variables: Variables): string | undefined {
  return request === undefined ? text : JSON.stringify(fill(request, variables));
}

/** What a bridge answered to a recorded request. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed, or the text if it is no JSON. */
  readonly body: Json;
}

/** Sends one recorded request. @throws Failure `overloaded` if the bridge does not answer. */
export async function answerTo(
  fixture: Fixture,
  target: ReplayTarget,
  variables: Variables,
): Promise<Answer> {
  const { bearer, method } = fixture;
  const { authorization, ...plain } = jsonHeaders(
    bearer === 'bad' ? 'no.such.token' : target.token,
  );
  const headers = { ...plain, ...(bearer !== 'none' && { authorization }), ...fixture.headers };
  const body = bodyOf(fixture, variables);
  const response = await send(target.origin, { method, headers, body });
  return { status: response.status, headers: response.headers, body: await jsonOf(response) };
}

async function replayOne(
  fixture: Fixture,
  target: ReplayTarget,
  variables: Variables,
): Promise<Replayed> {
  const { file, name, expect } = fixture;
  const begun = performance.now();
  const answer = await answerTo(fixture, target, variables);
  const ms = Math.round(performance.now() - begun);
  const expected = { status: expect.status, headers: expect.headers, body: expect.body };
  const rules = fill(expected, variables) as typeof expected;
  const got = (header: string) => answer.headers.get(header) ?? undefined;
  return {
    file,
    name,
    ms,
    differences: [
      ...differences(rules.status, answer.status, 'status'),
      ...Object.entries(rules.headers).flatMap(([header, rule]) =>
        differences(rule, got(header), `header ${header}`),
      ),
      ...differences(rules.body, answer.body),
    ],
  };
}

/**
 * Replays `fixtures` one after the other, in their order.
 * @throws Failure if the bridge cannot be reached, the token is refused, or a fixture asks for a device that
 * is not there.
 */
export async function replay(
  fixtures: readonly Fixture[],
  target: ReplayTarget,
): Promise<readonly Replayed[]> {
  const variables = await variablesOf(target);
  const replayed: Replayed[] = [];
  for (const fixture of fixtures) replayed.push(await replayOne(fixture, target, variables));
  return replayed;
}

/** Ends the linking of a run. */
export async function unlink(target: ReplayTarget): Promise<void> {
  await (await ask(target, 'DISCONNECT')).body?.cancel();
}
