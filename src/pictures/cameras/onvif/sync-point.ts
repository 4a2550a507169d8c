/** Asks a camera for a key picture at once (ONVIF Media, SetSynchronizationPoint). */
import { deadline } from '../../../common/deadline.ts';
import type { CameraAddress } from '../../../wall/partitions/camera-address.ts';
import type { GuardOrigin } from '../origin/origin.ts';
import { createAuthorizer } from '../authorizer.ts';
import type { Lookup } from '../lookup.ts';
import { streamUrl } from '../stream-url.ts';
import { converse } from './conversation.ts';
import { escaped } from './envelope.ts';
import { askLoggedIn, type Asker } from './logged-in.ts';
import { namesStream } from './names-stream.ts';
import { serviceOf } from './service.ts';

export interface SyncPointOptions {
  readonly guardOrigin: GuardOrigin;
  readonly lookup: Lookup;
  /** For all that is asked once, in milliseconds. */
  readonly timeoutMs: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/**
 * Asks for a key picture of the stream behind a camera's URL, if its ONVIF service has such a stream; returns
 * whether it was asked. Rejects with OnvifFault or OriginRefusal: nothing is lost by that. `onAsk` is called right
 * before the question: what comes first only finds out how to put it.
 */
export type AskForKey = (
  address: CameraAddress,
  signal: AbortSignal,
  onAsk?: () => void,
) => Promise<boolean>;

/** Where a camera's media service is, and its name for the stream. */
interface MediaProfile {
  readonly path: string;
  readonly token: string;
}

/** How many profiles of one camera are read. */
const maxProfiles = 16;
/** How many cameras' profiles are remembered: those asked last. */
const maxCameras = 10_000;

/** Returns what asks; it remembers the profiles of 10,000 cameras, those asked last. */
export function createAskForKey(options: SyncPointOptions): AskForKey {
  const { guardOrigin, lookup, timeoutMs, now = Date.now } = options;
  const known = new Map<string, MediaProfile>();

  function remember(name: string, profile: MediaProfile): void {
    known.delete(name);
    known.set(name, profile);
    const [oldest] = known.keys();
    if (known.size > maxCameras && oldest !== undefined) known.delete(oldest);
  }

  return async (address, outer, onAsk) => {
    const found = serviceOf(address);
    if (found === undefined) return false;
    const { service, credentials } = found;
    const end = deadline(timeoutMs, outer);
    const { signal } = end;
    const opened: { close(): Promise<void> }[] = [];
    try {
      const guard = await guardOrigin(address, 'onvif');
      const at = (url: URL) => {
        // Never Basic: nobody asks ONVIF for a password in plain text.
        const authorizer = createAuthorizer(
          credentials,
          guard.choose,
          ({ scheme }) => scheme !== 'basic',
        );
        const one = converse({ service: url, authorizer, guard, lookup, signal, timeoutMs });
        opened.push(one);
        return one;
      };
      const device = at(service);
      const asker = { credentials, guard, now, device };
      const { camera, epoch } = address.stamp;
      const name = `${camera} ${epoch} ${address.opening}`;
      const before = known.get(name);
      const path = before?.path ?? (await mediaPath({ ...asker, conversation: device }, service));
      const media: Asker = { ...asker, conversation: at(new URL(path, service)) };
      const { pathname, search } = streamUrl(address.stream);
      const token = before?.token ?? (await profileOf(media, `${pathname}${search}`));
      if (token === undefined) return false;
      known.delete(name);
      const inside = `<ProfileToken>${escaped(token)}</ProfileToken>`;
      onAsk?.();
      await askLoggedIn(media, 'SetSynchronizationPoint', inside);
      remember(name, { path, token });
      return true;
    } finally {
      end.clear();
      await Promise.all(opened.map((one) => one.close()));
    }
  };
}

/** Only the path of the address that it names counts: it stays on the bound origin. */
async function mediaPath(asker: Asker, service: URL): Promise<string> {
  const said = await askLoggedIn(asker, 'GetCapabilities', '<Category>Media</Category>');
  return pathOf(said.text('Capabilities/Media/XAddr')) ?? `${service.pathname}${service.search}`;
}

/** Returns the token of the profile whose stream is the one that is opened; the only profile if there is but one. */
async function profileOf(media: Asker, wanted: string): Promise<string | undefined> {
  const profiles = await askLoggedIn(media, 'GetProfiles');
  const tokens = profiles.attributes('Profiles', 'token').slice(0, maxProfiles);
  if (tokens.length === 1) return tokens[0];
  const setup =
    '<StreamSetup><Stream xmlns="http://www.onvif.org/ver10/schema">RTP-Unicast</Stream>' +
    '<Transport xmlns="http://www.onvif.org/ver10/schema"><Protocol>RTSP</Protocol></Transport></StreamSetup>';
  let likely: string | undefined;
  for (const token of tokens) {
    const inside = `${setup}<ProfileToken>${escaped(token)}</ProfileToken>`;
    const said = await askLoggedIn(media, 'GetStreamUri', inside);
    const path = pathOf(said.text('MediaUri/Uri'));
    if (path === wanted) return token;
    if (path !== undefined && namesStream(path, wanted)) likely ??= token;
  }
  return likely;
}

/** Returns path and query of a URL; undefined for what is none. */
function pathOf(url: string | undefined): string | undefined {
  try {
    const { pathname, search } = new URL(url ?? '');
    return `${pathname}${search}`;
  } catch {
    return undefined;
  }
}
