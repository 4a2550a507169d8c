/** Connects and asks what the camera has, on the origin that is bound (RFC 2326 §10.2, §11). */
import type { ConnectionWatch } from './connection-watch.ts';
import type { SecondLook } from './second-look.ts';
import type { Likeness } from '../origin/likeness.ts';
import { partly } from '../../../wall/partitions/found-addresses.ts';
import type { OriginGuard } from '../origin/origin.ts';
import { maxRedirects, redirected } from '../redirect.ts';
import {
  type Connection,
  type ConnectionOptions,
  openConnection,
  type Response,
} from './connection.ts';
import { createExchange, type Exchange, faultOf, header } from './exchange.ts';
import { RtspFault } from './fault.ts';
import { type MediaPlan, planMedia } from './media-plan.ts';
import { mustBeRecognised, readLikeness, type RecogniseStream } from './recognition.ts';
import { namedPlaces } from './named-places.ts';
import { controlUri, parseSdp } from './read-sdp.ts';
import { onOrigin, parseTarget, type Target } from './target.ts';

export interface Described {
  readonly connection: Connection;
  readonly exchange: Exchange;
  readonly plan: MediaPlan;
  /** The whole presentation, for PLAY and TEARDOWN. */
  readonly uri: string;
  /** One stream by its a=control. */
  readonly uriOf: (control: string) => string;
}

export interface DescribeOptions extends ConnectionOptions {
  /** Asked before the description is believed. */
  readonly recognise: RecogniseStream;
  /** Absent: a second connection may be opened, and nobody wants to know what comes of it. */
  readonly second?: SecondLook;
  readonly watch?: Partial<ConnectionWatch>;
}

/** All that may come with a Location (RFC 2326 §11.3; 307 and 308 as in HTTP, which many servers share). */
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 305, 307, 308]);

/** A second look, when a camera is met for the first time, is not waited for any longer. */
const againMs = 1_000;

/** Not valid in this state (RFC 2326 §11.3.8). */
const wrongState = 455;

/** DESCRIBE. Some cameras want to be asked for their OPTIONS first, as most programs do. */
async function askWhatItHas(exchange: Exchange, { uri }: Target): Promise<Response> {
  const ask = () => exchange.ask('DESCRIBE', uri, { Accept: 'application/sdp' });
  const response = await ask();
  if (response.status !== wrongState) return response;
  await exchange.ask('OPTIONS', uri);
  return ask();
}

/**
 * Connects to a camera and asks what it has (DESCRIBE, RFC 2326 §10.2), also if it leads there by a redirect. The
 * connection is open when this returns, and closed when it throws. @throws RtspFault, OriginRefusal
 */
export async function describe(options: DescribeOptions): Promise<Described> {
  let { target } = options;
  for (let left = maxRedirects; left >= 0; left -= 1) {
    const connection = await openConnection({ ...options, target });
    try {
      const exchange = createExchange(connection, target.credentials, options.guard.choose);
      const response = await askWhatItHas(exchange, target);
      if (response.status === 200) {
        const seen = readLikeness(response, exchange.realm);
        const once = { ...options, target, timeoutMs: againMs, guard: options.guard.again() };
        const again = lookAgain(once, options.second);
        await mustBeRecognised(options.recognise, seen, again);
        if (options.second?.isWanted === true) await again();
        options.guard.recognised();
        const description = parseSdp(response.body.toString('utf8'));
        const base = header(response, 'content-base') ?? header(response, 'content-location');
        const root = baseOf(target, absolute(description.control) ?? base);
        const uriOf = (control: string): string =>
          isUri(control) ? onOrigin(target, controlUri(root, control)) : root;
        const plan = planMedia(description);
        options.watch?.described?.(plan);
        const controls = [plan.video, plan.audio].flatMap((one) => one?.media.control ?? []);
        const uris = [...controls, description.control].map(uriOf);
        await mustBeOurs(options.guard, target, connection, uris);
        return { connection, exchange, plan, uri: uriOf(description.control), uriOf };
      }
      if (!redirects.has(response.status)) throw faultOf(response);
      target = leadBy(options.guard, target, header(response, 'location'), connection);
      connection.close('closed');
    } catch (error) {
      connection.close('closed');
      throw error;
    }
  }
  throw new RtspFault('redirects');
}

/** Another channel of the same recorder may be another household's. @throws OriginRefusal `other-owner` */
async function mustBeOurs(
  guard: OriginGuard,
  target: Target,
  { peer }: Connection,
  uris: readonly string[],
): Promise<void> {
  const named = uris.flatMap((uri) => namedPlaces(target.path, pathOf(uri)));
  // Its name may give other addresses besides, which go on counting.
  const met = partly([peer.address]);
  // The pictures' own last: of many the record names the last ones.
  for (const path of [...new Set(named)].toReversed()) {
    await guard.approach(met, target.port, path);
  }
}

const pathOf = (uri: string): string => uri.replace(/^rtsps?:\/\/[^/?#]*/i, '');

/** Some give the presentation's own URL, and mean the streams' to be based on it, whatever the header says. */
function absolute(control: string): string | undefined {
  return /^rtsps?:\/\//i.test(control) ? control : undefined;
}

/** What a camera says its control URLs are based on, if that is a path at all. */
function baseOf(target: Target, named: string | undefined): string {
  if (named === undefined || !isUri(named) || !/^(?:rtsps?:\/)?\//i.test(named)) return target.uri;
  return onOrigin(target, named);
}

function leadBy(
  guard: OriginGuard,
  from: Target,
  location: string | undefined,
  { peer }: Connection,
): Target {
  const asked = { from: new URL(from.uri), location: location ?? '', peer: peer.address };
  const next = location === undefined ? undefined : redirected(guard, asked);
  if (next === undefined) throw new RtspFault('redirects');
  const { path, uri } = parseTarget(next.href);
  return { ...from, path, uri };
}

/**
 * Asks a camera once more what it says of itself, over a connection of its own; once, however often that is
 * called.
 */
function lookAgain(
  options: ConnectionOptions,
  second: SecondLook | undefined,
): () => Promise<Likeness | undefined> {
  // A camera that takes one connection at a time is known by what it said over that one.
  if (second?.isAllowed === false) return async () => undefined;
  let looked: Promise<Likeness | undefined> | undefined;
  const look = async (): Promise<Likeness | undefined> => {
    try {
      const seen = await likenessAt(options);
      second?.came('answered');
      return seen;
    } catch (error) {
      if (error instanceof RtspFault) second?.came(error);
      return undefined;
    }
  };
  return () => (looked ??= look());
}

/**
 * What the camera at `options.target` says of itself over a connection of its own. @throws RtspFault,
 * OriginRefusal
 */
async function likenessAt(options: ConnectionOptions): Promise<Likeness | undefined> {
  const connection = await openConnection(options);
  try {
    const { guard, target } = options;
    const exchange = createExchange(connection, target.credentials, guard.choose);
    const response = await askWhatItHas(exchange, target);
    if (response.status === 200) return readLikeness(response, exchange.realm);
    throw faultOf(response);
  } finally {
    connection.close('closed');
  }
}

/** Goes into our request lines: no space, no line end, no end of the world. */
function isUri(text: string): boolean {
  return /^[\x21-\x7e]{1,2048}$/.test(text);
}
