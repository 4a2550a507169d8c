/** Which device answers: maker, model, serial number (ONVIF Core, GetDeviceInformation). */
import { likenessOf, type Likeness } from '../../partitions/likeness.ts';
import type { OriginGuard } from '../../partitions/origin.ts';
import { createAuthorizer } from '../authorizer.ts';
import type { Credentials } from '../credentials.ts';
import type { Lookup } from '../lookup.ts';
import { readAnswer } from './answer.ts';
import { converse, type Answer, type Conversation } from './conversation.ts';
import { envelope } from './envelope.ts';
import { OnvifFault } from './fault.ts';
import { usernameToken } from './username-token.ts';

export interface DeviceQuestion {
  /** The device service, http:// or https://, without credentials. */
  readonly service: URL;
  readonly credentials: Credentials | undefined;
  /** Holds the connection to the origin that is bound. */
  readonly guard: OriginGuard;
  readonly lookup: Lookup;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const operation = 'GetDeviceInformation';

/**
 * Asks without a login first: a token says something of the password, and has no realm by which the
 * camera could be known before. @throws OnvifFault, OriginRefusal when it cannot be found out.
 */
export async function askDevice(question: DeviceQuestion): Promise<Likeness> {
  const { credentials, guard, now } = question;
  const conversation = converse({
    ...question,
    // Never Basic: nobody asks ONVIF for a password in plain text.
    authorizer: createAuthorizer(credentials, guard.choose, ({ scheme }) => scheme !== 'basic'),
  });
  try {
    let answer = await conversation.ask(operation, envelope(operation));
    if (credentials !== undefined && asksForLogin(answer)) {
      guard.maySendToken();
      const at = now() + (await clockError(conversation, now));
      answer = await conversation.ask(
        operation,
        envelope(operation, usernameToken(credentials, at)),
      );
    }
    const refusal = refusalOf(answer);
    if (refusal !== undefined) throw refusal;
    const said = readAnswer(operation, answer.xml);
    return likenessOf({
      maker: said.text('Manufacturer'),
      model: said.text('Model'),
      serial: said.text('SerialNumber'),
      hardware: said.text('HardwareId'),
    });
  } finally {
    await conversation.close();
  }
}

/** A 403 does not: it says that a login would not help. */
function asksForLogin({ status, xml }: Answer): boolean {
  return status === 401 || isUnauthorized(xml);
}

/** What an answer says that is no success, by its status or by the SOAP fault inside. */
function refusalOf(answer: Answer): OnvifFault | undefined {
  if (answer.status === 403 || asksForLogin(answer)) return new OnvifFault('unauthorized');
  return answer.status === 200 ? undefined : new OnvifFault('refused');
}

function isUnauthorized(xml: string): boolean {
  try {
    readAnswer(operation, xml);
  } catch (error) {
    return error instanceof OnvifFault && error.reason === 'unauthorized';
  }
  return false;
}

/**
 * By how many milliseconds the camera's clock is ahead. It refuses a token that is older than a few
 * seconds by its own clock, which many a camera has never set; so everybody may ask for it. A camera
 * that does not tell is taken to be on time.
 */
async function clockError(conversation: Conversation, now: () => number): Promise<number> {
  const time = 'GetSystemDateAndTime';
  const { status, xml } = await conversation.ask(time, envelope(time));
  if (status !== 200) return 0;
  const said = readAnswer(time, xml);
  const number = (path: string): number =>
    Number(said.text(`SystemDateAndTime/UTCDateTime/${path}`) ?? NaN);
  const there = Date.UTC(
    number('Date/Year'),
    number('Date/Month') - 1,
    number('Date/Day'),
    number('Time/Hour'),
    number('Time/Minute'),
    number('Time/Second'),
  );
  return Number.isNaN(there) ? 0 : there - now();
}
