/**
 * Reads what an operator says of a camera. Every refusal names the field and never quotes a value:
 * an address holds a password.
 */
import { Failure } from '../../common/failures.ts';
import type { CameraRecord, Naming } from '../../storage/device-map.ts';
import type { SourceSettings } from './camera-address.ts';
import { readTrust } from './camera-trust.ts';
import type { StreamForm } from './stream-form.ts';

/** The shortest limit of any assistant, which cuts longer names off without a word. */
const longestName = 60;
const longestUrl = 2_048;
const maxNicknames = 10;

export type CameraFacts = Pick<
  CameraRecord,
  'kind' | 'manufacturer' | 'model' | 'hwVersion' | 'swVersion'
>;

const refuse = (message: string): never => {
  throw new Failure('bad-request', message);
};

function shortText(field: string, given: string): string {
  const text = given.normalize('NFC').trim();
  if (text === '') refuse(`${field} is empty`);
  if (/\p{Cc}/u.test(text)) refuse(`${field} has a control character in it`);
  if (Array.from(text).length > longestName)
    refuse(`${field} is longer than ${longestName} characters`);
  return text;
}

const optionalText = (field: string, given: string | undefined): string | undefined =>
  given === undefined ? undefined : shortText(field, given);

/** Returns a model's name as `readFacts` keeps it. @throws Failure `bad-request`. */
export const readModel = (given: string): string => shortText('the model', given);

function checkUrl(field: string, text: string, schemes: readonly string[]): string {
  if (text === '') refuse(`${field} is empty`);
  if (text.length > longestUrl) refuse(`${field} is longer than ${longestUrl} characters`);
  // The parser would drop some of these silently, and the camera would be asked for something else.
  if (/[\s\p{Cc}]/u.test(text)) {
    refuse(`${field} has a space or a control character in it; write a space as %20`);
  }
  const wanted = schemes.map((scheme) => `${scheme}://`);
  if (!wanted.some((start) => text.toLowerCase().startsWith(start))) {
    refuse(`${field} must begin with ${wanted.join(' or ')}`);
  }
  const escape = 'write / ? # @ : and % in a user name or password as %2F %3F %23 %40 %3A %25';
  if (!URL.canParse(text)) refuse(`${field} is not a URL; ${escape}`);
  const url = new URL(text);
  if (url.hostname === '') refuse(`${field} names no host`);
  if (url.port === '0') refuse(`${field} names port 0`);
  if (url.hash !== '') refuse(`${field} has a # in it; ${escape}`);
  try {
    decodeURIComponent(url.username + url.password);
  } catch {
    refuse(`${field} has a % that stands for nothing; ${escape}`);
  }
  return text;
}

/**
 * Reads what an account calls a camera: 1 to 60 code points each, at most 10 nicknames.
 * @throws Failure `bad-request`.
 */
export function readNaming({ name, room, nicknames }: Naming): Naming {
  if (nicknames.length > maxNicknames) refuse(`there are more than ${maxNicknames} nicknames`);
  const hint = optionalText('the room', room);
  return {
    name: shortText('the name', name),
    ...(hint !== undefined && { room: hint }),
    nicknames: nicknames.map((nickname) => shortText('a nickname', nickname)),
  };
}

/** Reads what a camera is. @throws Failure `bad-request`. */
export function readFacts(facts: CameraFacts): CameraFacts {
  const manufacturer = optionalText('the manufacturer', facts.manufacturer);
  const model = facts.model === undefined ? undefined : readModel(facts.model);
  const hwVersion = optionalText('the hardware version', facts.hwVersion);
  const swVersion = optionalText('the software version', facts.swVersion);
  return {
    kind: facts.kind,
    ...(manufacturer !== undefined && { manufacturer }),
    ...(model !== undefined && { model }),
    ...(hwVersion !== undefined && { hwVersion }),
    ...(swVersion !== undefined && { swVersion }),
  };
}

/** Reads where a camera is reached. @throws Failure `bad-request`, without the address. */
export function readSource(source: SourceSettings, form: StreamForm): SourceSettings {
  const { stream, still, onvif, transport, alwaysWarm } = source;
  return {
    stream: checkUrl(form.called, stream, form.schemes),
    transport,
    ...(still !== undefined && { still: checkUrl('the still URL', still, ['http', 'https']) }),
    ...(onvif !== undefined && { onvif: checkUrl('the ONVIF URL', onvif, ['http', 'https']) }),
    ...readTrust(source),
    alwaysWarm,
  };
}
