/** Which device answers: maker, model, serial number (ONVIF Core, GetDeviceInformation). */
import { likenessOf, type Likeness } from '../origin/likeness.ts';
import type { OriginGuard } from '../origin/origin.ts';
import { createAuthorizer } from '../authorizer.ts';
import type { Credentials } from '../credentials.ts';
import type { Lookup } from '../lookup.ts';
import { converse } from './conversation.ts';
import { askLoggedIn } from './logged-in.ts';

export interface DeviceQuestion {
  /** The device service, http:// or https://, without credentials. */
  readonly service: URL;
  readonly credentials: Credentials | undefined;
  /** Holds the connection to the bound origin. */
  readonly guard: OriginGuard;
  readonly lookup: Lookup;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const operation = 'GetDeviceInformation';

/** @throws OnvifFault, OriginRefusal if it cannot be found out. */
export async function askDevice(question: DeviceQuestion): Promise<Likeness> {
  const { credentials, guard, now } = question;
  const conversation = converse({
    ...question,
    // Never Basic: nobody asks ONVIF for a password in plain text.
    authorizer: createAuthorizer(credentials, guard.choose, ({ scheme }) => scheme !== 'basic'),
  });
  try {
    const said = await askLoggedIn({ conversation, credentials, guard, now }, operation);
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
