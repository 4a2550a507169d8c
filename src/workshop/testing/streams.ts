/** Asking a whole bridge for streams, as a display does. */
import { newDeviceId } from '../../identity/ids.ts';
import type { Intend } from './intend.ts';

export interface GivenStream {
  readonly url: string;
  readonly ticket: string;
  readonly bearer: string;
}

/** The payload of an EXECUTE that asks for one device's stream. */
export function streamCommand(deviceId: string, protocols: readonly string[]) {
  const params = { StreamToChromecast: false, SupportedStreamProtocols: protocols };
  return {
    commands: [
      {
        devices: [{ id: deviceId }],
        execution: [{ command: 'action.devices.commands.GetCameraStream', params }],
      },
    ],
  };
}

/** EXECUTE for one device; throws what was answered when it is not SUCCESS. */
export async function openStream(
  { intend }: { readonly intend: Intend },
  token: string,
  deviceId: string,
  protocol: 'hls' | 'webrtc',
): Promise<GivenStream> {
  const { body } = await intend(token, 'EXECUTE', streamCommand(deviceId, [protocol]));
  const [result] = body.payload.commands;
  const { states = {} } = result;
  const url = states.cameraStreamAccessUrl ?? states.cameraStreamSignalingUrl;
  const bearer = states.cameraStreamAuthToken;
  if (url === undefined || bearer === undefined) {
    throw new Error(`no stream: ${JSON.stringify(body)}`);
  }
  return { url, bearer, ticket: new URL(url).pathname.split('/')[2] ?? '' };
}

/** A device id of the right form that nobody has. */
export const nobodysDevice = (): string => newDeviceId();

/** The files of a stream: master playlist, media playlist, newest segment, still. */
export async function hlsFiles(master: string): Promise<string[]> {
  const names = async (url: string) =>
    (await (await fetch(url)).text()).split('\n').filter((line) => line !== '' && line[0] !== '#');
  const media = new URL((await names(master))[0] ?? '', master).href;
  const segment = new URL((await names(media)).at(-1) ?? '', media).href;
  return [master, media, segment, new URL('snapshot.jpg', master).href];
}
