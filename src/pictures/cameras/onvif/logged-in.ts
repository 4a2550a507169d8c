/** Asks an ONVIF service one question, with its login if it asks for one. */
import type { OriginGuard } from '../origin/origin.ts';
import type { Credentials } from '../credentials.ts';
import { readAnswer, type Said } from './answer.ts';
import type { Answer, Conversation } from './conversation.ts';
import { envelope, type Operation } from './envelope.ts';
import { OnvifFault } from './fault.ts';
import { usernameToken } from './username-token.ts';

export interface Asker {
  readonly conversation: Conversation;
  /** The conversation with the device service, which knows the time; the same one if left out. */
  readonly device?: Conversation;
  readonly credentials: Credentials | undefined;
  /** Holds the connection to the bound origin. */
  readonly guard: OriginGuard;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Asks without a login first: a token says something of the password, and has no realm by which the
 * camera could be known before. `inside`: the parameters, as XML. @throws OnvifFault, OriginRefusal
 */
export async function askLoggedIn(
  { conversation, device = conversation, credentials, guard, now }: Asker,
  operation: Operation,
  inside = '',
): Promise<Said> {
  let answer = await conversation.ask(operation, envelope(operation, '', inside));
  if (credentials !== undefined && asksForLogin(operation, answer)) {
    guard.maySendToken();
    const at = now() + (await clockError(device, now));
    const token = usernameToken(credentials, at);
    answer = await conversation.ask(operation, envelope(operation, token, inside));
  }
  const refusal = refusalOf(operation, answer);
  if (refusal !== undefined) throw refusal;
  return readAnswer(operation, answer.xml);
}

/** A 403 does not: it says that a login would not help. */
function asksForLogin(operation: Operation, { status, xml }: Answer): boolean {
  return status === 401 || isUnauthorized(operation, xml);
}

/** Returns what an unsuccessful answer says, by its status or by the SOAP fault inside. */
function refusalOf(operation: Operation, answer: Answer): OnvifFault | undefined {
  if (answer.status === 403 || asksForLogin(operation, answer)) {
    return new OnvifFault('unauthorized');
  }
  return answer.status === 200 ? undefined : new OnvifFault('refused');
}

function isUnauthorized(operation: Operation, xml: string): boolean {
  try {
    readAnswer(operation, xml);
  } catch (error) {
    return error instanceof OnvifFault && error.reason === 'unauthorized';
  }
  return false;
}

/**
 * Returns by how many milliseconds the camera's clock is ahead. It refuses a token that is older than a few
 * seconds by its own clock, which many a camera has never set; so everybody may ask for it. A camera that
 * does not say is taken to be on time.
 */
async function clockError(conversation: Conversation, now: () => number): Promise<number> {
  const time = 'GetSystemDateAndTime';
  const { status, xml } = await conversation.ask(time, envelope(time));
  if (status !== 200) return 0;
  const said = readAnswer(time, xml);
  const there = timeIn(said, 'UTCDateTime') ?? localTimeIn(said);
  return there === undefined ? 0 : there - now();
}

/** Returns milliseconds since 1970 by that clock; undefined if it does not say. */
function timeIn(said: Said, clock: 'UTCDateTime' | 'LocalDateTime'): number | undefined {
  const number = (path: string): number =>
    Number(said.text(`SystemDateAndTime/${clock}/${path}`) ?? NaN);
  const time = Date.UTC(
    number('Date/Year'),
    number('Date/Month') - 1,
    number('Date/Day'),
    number('Time/Hour'),
    number('Time/Minute'),
    number('Time/Second'),
  );
  return Number.isNaN(time) ? undefined : time;
}

/** Name and offset of a time zone, hours west of Greenwich (POSIX.1 §8.3), as far as it goes. */
const timeZone = /^(?:[A-Za-z]{3,10}|<[\w+-]{1,10}>)([+-]?)(\d{1,2})(?::(\d{2}))?/;

/** Some say only their local time (§8.3.7: UTC may be left out). */
function localTimeIn(said: Said): number | undefined {
  const local = timeIn(said, 'LocalDateTime');
  const zone = timeZone.exec(said.text('SystemDateAndTime/TimeZone/TZ')?.trim() ?? '');
  if (local === undefined || zone === null) return undefined;
  const [, sign, hours, minutes = '0'] = zone;
  const westMs = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
  const isSummer = said.text('SystemDateAndTime/DaylightSavings')?.trim() === 'true';
  return local + westMs - (isSummer ? 3_600_000 : 0);
}
