/** Whether the camera that has described itself is the one it should be. */
import { type Likeness, likenessOf } from '../origin/likeness.ts';
import { OriginRefusal } from '../origin/origin.ts';
import { OnvifFault } from '../onvif/fault.ts';
import type { Response } from './connection.ts';
import { header } from './exchange.ts';
import { RtspFault } from './fault.ts';

/** Asked before anything of a camera is played; see `Recognise` of the wall. */
export type RecogniseStream = (
  seen: Likeness,
  again: () => Promise<Likeness | undefined>,
) => Promise<boolean>;

/** Reads what a camera says of itself in its answer to DESCRIBE, and in the realm of its log-in. */
export function readLikeness(response: Response, realm: string | undefined): Likeness {
  const [session = ''] = response.body.toString('utf8').split(/^m=/m);
  const line = (start: string): string | undefined =>
    session
      .split(/\r?\n/)
      .find((candidate) => candidate.startsWith(start))
      ?.slice(start.length);
  return likenessOf({
    server: header(response, 'server'),
    realm,
    session: line('s='),
    information: line('i='),
    origin: line('o=')?.split(' ', 1)[0],
    tool: line('a=tool:'),
  });
}

/**
 * @throws OriginRefusal of its ONVIF service; RtspFault `other-camera`, or `unverified` or `onvif-…` when it
 * cannot be found out.
 */
export async function mustBeRecognised(
  recognise: RecogniseStream,
  seen: Likeness,
  again: () => Promise<Likeness | undefined>,
): Promise<void> {
  const known = await recognise(seen, again).catch((cause: unknown) => {
    if (cause instanceof OriginRefusal) throw cause;
    const reason = cause instanceof OnvifFault ? (`onvif-${cause.reason}` as const) : 'unverified';
    throw new RtspFault(reason, { cause });
  });
  if (!known) throw new RtspFault('other-camera');
}
