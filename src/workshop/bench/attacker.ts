/** What every attack is made of: blow after blow, on many lines at a time, and what a blow needs. */
import { setTimeout as pause } from 'node:timers/promises';
import { listMedia } from '../../simulator/client/hls-reader.ts';
import { streamIn } from '../../simulator/client/given-stream.ts';
import type { AttackSettings } from './attack-settings.ts';
import type { Answered, HttpClient, Sent } from './http-client.ts';
import { intentBody, intentHeaders } from './intents.ts';

export type Account = AttackSettings['accounts'][number];

export interface Attacker extends AttackSettings {
  readonly client: HttpClient;
  stopped(): boolean;
  /** Counts the outcome of one blow. */
  count(outcome: string): void;
}

export type Attack = (by: Attacker, one: Account) => Promise<void>;

/** One blow after another on so many lines at a time, whatever comes of them. */
export async function hammer(
  by: Attacker,
  lines: number,
  blow: (line: number) => Promise<Answered>,
): Promise<void> {
  async function line(at: number): Promise<void> {
    while (!by.stopped()) {
      try {
        by.count(String((await blow(at)).status));
      } catch {
        by.count('broken');
        await pause(20);
      }
    }
  }
  await Promise.all(Array.from({ length: lines }, (_, at) => line(at)));
}

/** Returns a POST of this body. */
export const post = (headers: Readonly<Record<string, string>>, body: string): Sent => ({
  method: 'POST',
  headers,
  body,
});

/** @throws Error if there is no stream in the answer. */
export async function open(
  { client }: Attacker,
  { token }: Account,
  device: string,
  protocol: string,
): Promise<{ path: string; bearer: string }> {
  const asked = post(intentHeaders(token), intentBody('EXECUTE', device, [protocol]));
  const { body } = await client.ask('/fulfillment', asked);
  const given = streamIn(JSON.parse(body.toString()));
  if (given === undefined) throw new Error(`no stream: ${body.toString()}`);
  return { path: new URL(given.url).pathname, bearer: given.bearer };
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };

/** Posts a form as the browser does that was shown it. */
export const posted = (
  { publicUrl }: Attacker,
  fields: Readonly<Record<string, string>>,
  cookie = '',
): Sent => post({ ...form, cookie, origin: publicUrl }, new URLSearchParams(fields).toString());

/** Signs the account in; resolves with whatever is answered. */
export function signIn(by: Attacker, { email }: Account): Promise<Answered> {
  return by.client.ask('/sign-in', posted(by, { email, password: by.password }));
}

export interface Browser {
  readonly cookie: string;
  /** Where consent is asked for and given. */
  readonly consent: string;
  /** What binds the consent to this sign-in. */
  readonly binding: string;
}

/** A browser that has signed in and been asked whether to link. */
export async function browserOf(by: Attacker, account: Account): Promise<Browser> {
  const signedIn = await signIn(by, account);
  const cookie = (signedIn.headers['set-cookie'] ?? [])
    .map((line) => line.split(';')[0])
    .join('; ');
  const consent = `/oauth/authorize?${by.authorize}`;
  const page = (await by.client.ask(consent, { headers: { cookie } })).body.toString();
  const [, binding = ''] = /name="binding" value="([^"]*)"/.exec(page) ?? [];
  return { cookie, consent, binding };
}

/** Reads the paths of a player: the playlist, the one it names, and the newest segment; returns the last answer. */
export async function playOnce({ client }: Attacker, folder: string): Promise<Answered> {
  const ask = (name: string): Promise<Answered> => client.ask(`${folder}/${name}`);
  const { media, segments } = await listMedia(async (name) => (await ask(name)).body);
  return ask(segments.at(-1) ?? media);
}
