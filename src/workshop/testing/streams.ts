/** Asking a whole bridge for streams, as a display does. */
import { listMedia } from '../../simulator/client/hls-reader.ts';
import { newDeviceId } from '../../identity/ids.ts';
import { streamIn, ticketOf } from '../../simulator/client/given-stream.ts';
import type { GivenStream as Given } from '../../simulator/client/given-stream.ts';
import { streamPayload } from '../../simulator/client/intent-request.ts';
import type { Intend } from './intend.ts';

export interface GivenStream extends Given {
  readonly ticket: string;
}

/** The payload of an EXECUTE that asks for one device's stream. */
export const streamCommand = (deviceId: string, protocols: readonly string[]) =>
  streamPayload([deviceId], protocols);

/** The stream that an EXECUTE was answered with, and its ticket; undefined if it gave none. */
export function givenIn(answer: unknown): GivenStream | undefined {
  const given = streamIn(answer);
  return given && { ...given, ticket: ticketOf(given.url) };
}

/** EXECUTE for one device; throws what was answered when it is not SUCCESS. */
export async function openStream(
  { intend }: { readonly intend: Intend },
  token: string,
  deviceId: string,
  protocol: 'hls' | 'webrtc',
): Promise<GivenStream> {
  const { body } = await intend(token, 'EXECUTE', streamCommand(deviceId, [protocol]));
  const given = givenIn(body);
  if (given === undefined) throw new Error(`no stream: ${JSON.stringify(body)}`);
  return given;
}

/** A device id of the right form that nobody has. */
export const nobodysDevice = (): string => newDeviceId();

/** The files of a stream: master playlist, media playlist, newest segment, still. */
export async function hlsFiles(master: string): Promise<string[]> {
  const read = async (name: string) => (await fetch(new URL(name, master))).text();
  const { media, segments } = await listMedia(read, master);
  const list = new URL(media, master);
  const segment = new URL(segments.at(-1) ?? '', list);
  return [master, list.href, segment.href, new URL('snapshot.jpg', master).href];
}
