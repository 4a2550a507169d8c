/** Which device answers: maker, model, serial number (ONVIF Core, GetDeviceInformation). */
import { likenessOf, type Likeness } from '../../partitions/likeness.ts';
import type { OriginGuard } from '../../partitions/origin.ts';
import { createAuthorizer, type Credentials } from '../authorizer.ts';
import type { Lookup } from '../rtsp/lookup.ts';
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
    authorizer: createAuthorizer(credentials, guard.choose),
  });
  try {
    let answer = await conversation.ask(operation, envelope(operation));
    if (credentials !== undefined && refusalOf(answer)?.reason === 'unauthorized') {
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

/** What an answer says that is no success, by its status or by the SOAP fault inside. */
function refusalOf({ status, xml }: Answer): OnvifFault | undefined {
  if (status === 401 || status === 403) return new OnvifFault('unauthorized');
  try {
    readAnswer(operation, xml);
  } catch (error) {
    if (error instanceof OnvifFault && error.reason === 'unauthorized') return error;
  }
  return status === 200 ? undefined : new OnvifFault('refused');
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
