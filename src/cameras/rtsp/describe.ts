/** Connects and asks what the camera has, on the origin that is bound (RFC 2326 §10.2, §11). */
import type { Likeness } from '../../partitions/likeness.ts';
import type { OriginGuard } from '../../partitions/origin.ts';
import { OriginRefusal } from '../../partitions/origin.ts';
import { spellPath } from '../../partitions/place.ts';
import { type Connection, type ConnectionOptions, openConnection } from './connection.ts';
import { createExchange, type Exchange, faultOf, header } from './exchange.ts';
import { RtspFault } from './fault.ts';
import { limits } from './limits.ts';
import { type MediaPlan, planMedia } from './media-plan.ts';
import { mustBeRecognised, readLikeness, type RecogniseStream } from './recognition.ts';
import { controlUri, parseSdp } from './sdp.ts';
import { onOrigin, parseTarget, redirected, type Target } from './target.ts';

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
}

/** A second look, when a camera is met for the first time, is not waited for any longer. */
const againMs = 1_000;

/** The connection is open when this returns, and closed when it throws. @throws RtspFault, OriginRefusal */
export async function describe(options: DescribeOptions): Promise<Described> {
  let { target } = options;
  for (let left = limits.redirects; left >= 0; left -= 1) {
    const connection = await openConnection({ ...options, target });
    try {
      const exchange = createExchange(connection, target.credentials, options.guard.choose);
      const response = await exchange.ask('DESCRIBE', target.uri, { Accept: 'application/sdp' });
      if (response.status === 200) {
        const seen = readLikeness(response, exchange.realm);
        const once = { ...options, target, timeoutMs: againMs, guard: options.guard.again() };
        await mustBeRecognised(options.recognise, seen, () => likenessAt(once));
        options.guard.recognised();
        const description = parseSdp(response.body.toString('utf8'));
        const base = header(response, 'content-base') ?? header(response, 'content-location');
        const root = baseOf(target, base);
        // Another channel of the same recorder may be another household's. Many leave out the query here.
        const { path } = parseTarget(root);
        if (withoutQuery(path) !== withoutQuery(target.path)) {
          await options.guard.approach([connection.peer.address], target.port, path);
        }
        const uriOf = (control: string): string =>
          isUri(control) ? onOrigin(target, controlUri(root, control)) : root;
        return {
          connection,
          exchange,
          plan: planMedia(description),
          uri: uriOf(description.control),
          uriOf,
        };
      }
      if (response.status !== 301 && response.status !== 302) throw faultOf(response);
      target = redirectedBy(options.guard, target, header(response, 'location'), connection);
      connection.close('closed');
    } catch (error) {
      connection.close('closed');
      throw error;
    }
  }
  throw new RtspFault('redirects');
}

const withoutQuery = (path: string): string => spellPath(path.replace(/\?.*$/s, ''));

/** What a camera says its control URLs are based on, if that is a path at all. */
function baseOf(target: Target, named: string | undefined): string {
  if (named === undefined || !isUri(named) || !/^(?:rtsps?:\/)?\//i.test(named)) return target.uri;
  return onOrigin(target, named);
}

function redirectedBy(
  guard: OriginGuard,
  from: Target,
  location: string | undefined,
  { peer }: Connection,
): Target {
  try {
    return redirected(from, location, peer.address);
  } catch (error) {
    if (error instanceof OriginRefusal) guard.refused(error.reason);
    throw error;
  }
}

/** What the camera at `options.target` says of itself over a connection of its own. */
async function likenessAt(options: ConnectionOptions): Promise<Likeness | undefined> {
  try {
    const connection = await openConnection(options);
    try {
      const { guard, target } = options;
      const exchange = createExchange(connection, target.credentials, guard.choose);
      const { uri } = target;
      const response = await exchange.ask('DESCRIBE', uri, { Accept: 'application/sdp' });
      return response.status === 200 ? readLikeness(response, exchange.realm) : undefined;
    } finally {
      connection.close('closed');
    }
  } catch {
    // A camera that takes one connection at a time is known by what it said over that one.
    return undefined;
  }
}

/** Goes into our request lines: no space, no line end, no end of the world. */
function isUri(text: string): boolean {
  return /^[\x21-\x7e]{1,2048}$/.test(text);
}
