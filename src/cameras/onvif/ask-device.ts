/** Which device answers: maker, model, serial number (ONVIF Core, GetDeviceInformation). */
import { likenessOf, type Likeness } from '../../partitions/likeness.ts';
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
  readonly lookup: Lookup;
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** @throws OnvifFault when it cannot be found out. */
export async function askDevice(question: DeviceQuestion): Promise<Likeness> {
  const { service, credentials, lookup, signal, now } = question;
  const conversation = converse(service, createAuthorizer(credentials), lookup, signal);
  try {
    const token =
      credentials && usernameToken(credentials, now() + (await clockError(conversation, now)));
    const answer = await conversation.ask(
      'GetDeviceInformation',
      envelope('GetDeviceInformation', token),
    );
    if (answer.status !== 200) throw refusalOf(answer);
    const said = readAnswer('GetDeviceInformation', answer.xml);
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

/** What an answer that is no success says, by its status or by the SOAP fault inside. */
function refusalOf({ status, xml }: Answer): OnvifFault {
  if (status === 401 || status === 403) return new OnvifFault('unauthorized');
  try {
    readAnswer('GetDeviceInformation', xml);
  } catch (error) {
    if (error instanceof OnvifFault && error.reason === 'unauthorized') return error;
  }
  return new OnvifFault('refused');
}

/**
 * By how many milliseconds the camera's clock is ahead. It refuses a token that is older than a few
 * seconds by its own clock, which many a camera has never set; so everybody may ask for it. A camera
 * that does not tell is taken to be on time.
 */
async function clockError(conversation: Conversation, now: () => number): Promise<number> {
  const operation = 'GetSystemDateAndTime';
  const { status, xml } = await conversation.ask(operation, envelope(operation));
  if (status !== 200) return 0;
  const said = readAnswer(operation, xml);
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
