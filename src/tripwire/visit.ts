/** What one canary asks at the front door in a round, and how the answers are judged. */
import { z } from 'zod';
import { entriesOf } from '../simulator/client/hls-reader.ts';
import type { StreamProtocol, Tickets } from '../identity/ticket.ts';
import { streamOf, ticketOf } from '../simulator/client/given-stream.ts';
import { streamPayload } from '../simulator/client/intent-request.ts';
import type { Canary } from './canaries.ts';
import type { Answered, FrontDoor } from './front-door.ts';
import { Foreign, NoPicture, type Verdicts } from './verdict.ts';
import { askAll } from './worst.ts';

export interface VisitParts {
  readonly door: FrontDoor;
  readonly origin: string;
  readonly tickets: Pick<Tickets, 'verify'>;
  readonly verdicts: Verdicts;
  /** The protocols that the bridge gives. */
  readonly protocols: readonly StreamProtocol[];
  /** Aborts when the bridge closes. */
  readonly closing: AbortSignal;
}

/** A stream that a canary was given. */
export interface OpenedStream {
  readonly url: URL;
  readonly bearer: string;
}

const syncSchema = z.object({
  agentUserId: z.string(),
  devices: z.array(z.object({ id: z.string() })),
});
const executeSchema = z.object({
  commands: z.array(
    z.object({
      ids: z.array(z.string()),
      status: z.string(),
      states: z
        .object({
          cameraStreamAccessUrl: z.string().optional(),
          cameraStreamSignalingUrl: z.string().optional(),
          cameraStreamAuthToken: z.string().optional(),
        })
        .optional(),
    }),
  ),
});

function mustFit({ fits }: Answered): void {
  if (!fits) throw new NoPicture('the answer to another request came');
}

async function sync(canary: Canary, { door }: VisitParts): Promise<void> {
  const answered = await door.intend(await canary.token(), 'SYNC');
  const read = syncSchema.safeParse(answered.payload);
  if (!read.success) throw new NoPicture('SYNC was refused');
  const { agentUserId, devices } = read.data;
  if (agentUserId !== canary.account) throw new Foreign('another account');
  if (devices.some(({ id }) => id !== canary.device)) throw new Foreign('another device');
  mustFit(answered);
  if (devices.length === 0) throw new NoPicture('SYNC did not list the canary’s device');
}

/** Asks for the stream of one device; returns the answers by device, as far as they can be read. */
async function execute(canary: Canary, id: string, protocol: StreamProtocol, door: FrontDoor) {
  const asked = streamPayload([id], [protocol]);
  const answered = await door.intend(await canary.token(), 'EXECUTE', asked);
  const read = executeSchema.safeParse(answered.payload);
  if (!read.success) throw new NoPicture('EXECUTE was refused');
  return { answered, results: read.data.commands };
}

/** Opens the canary's own stream. @throws Foreign if the answer leads to anybody else. */
export async function openOwn(
  canary: Canary,
  neighbour: Canary,
  protocol: StreamProtocol,
  { door, origin, tickets }: VisitParts,
): Promise<OpenedStream> {
  const { answered, results } = await execute(canary, canary.device, protocol, door);
  for (const { ids, status } of results) {
    // A refusal that names the neighbour gives nothing away: this canary asks for it, too.
    const harmless = [canary.device, ...(status === 'SUCCESS' ? [] : [neighbour.device])];
    if (!ids.every((id) => harmless.some((own) => own === id))) throw new Foreign('another device');
  }
  const given = streamOf(results[0]?.states);
  if (given === undefined || !URL.canParse(given.url)) {
    throw new NoPicture('EXECUTE gave no stream');
  }
  const { bearer } = given;
  const url = new URL(given.url);
  if (url.origin !== origin) throw new NoPicture('the stream is not at this front door');
  let device: string;
  try {
    ({ device } = tickets.verify(ticketOf(url)));
  } catch {
    throw new NoPicture('EXECUTE gave a stream that cannot be read');
  }
  if (device !== canary.device) throw new Foreign('another stream');
  mustFit(answered);
  return { url, bearer };
}

/** Asks for the neighbour's camera, which has to be refused. */
async function tryNeighbour(
  canary: Canary,
  neighbour: Canary,
  protocol: StreamProtocol,
  { door }: VisitParts,
): Promise<void> {
  const { results } = await execute(canary, neighbour.device, protocol, door);
  const opened = results.some(
    ({ ids, status }) => status === 'SUCCESS' && ids.some((id) => id === neighbour.device),
  );
  if (opened) throw new Foreign('a foreign device was opened');
}

/** Returns where a playlist leads next: its last entry, which has to be of the same stream. */
function next(playlist: Buffer, at: URL): URL {
  if (!/^#EXTM3U\r?(\n|$)/.test(playlist.toString())) {
    throw new NoPicture('what came is no playlist');
  }
  const last = entriesOf(playlist).at(-1);
  if (last === undefined || !URL.canParse(last, at.href)) {
    throw new NoPicture('the playlist leads nowhere');
  }
  const url = new URL(last, at);
  const folder = new URL('.', at).href;
  if (!url.href.startsWith(folder)) throw new Foreign('another stream');
  return url;
}

async function watch(canary: Canary, { url }: OpenedStream, parts: VisitParts): Promise<void> {
  const { door, verdicts } = parts;
  if (url.pathname.endsWith('.m3u8')) {
    const media = next(await door.get(url), url);
    verdicts.segment(canary, await door.get(next(await door.get(media), media)));
  }
  verdicts.still(canary, await door.get(new URL('snapshot.jpg', url)));
}

/**
 * Asks everything that one canary asks by itself.
 * @throws Foreign if anything of anybody else came; anything else if it could not be asked.
 */
export async function visit(canary: Canary, neighbour: Canary, parts: VisitParts): Promise<void> {
  const hls = parts.protocols.filter((one) => one === 'hls');
  await askAll([
    () => sync(canary, parts),
    ...hls.map((protocol) => async () => {
      await watch(canary, await openOwn(canary, neighbour, protocol, parts), parts);
    }),
    ...parts.protocols.map((protocol) => () => tryNeighbour(canary, neighbour, protocol, parts)),
  ]);
}
