/** Streams asked for by EXECUTE, as a display without a picture would. */
import { streamIn } from '../../simulator/client/given-stream.ts';
import { intentBody, intentHeaders, type Asker } from './intents.ts';

export type Protocol = 'webrtc' | 'hls';

export interface AskedStream {
  /** Reads one file of the stream. @throws Error unless it is there. */
  read(name: string): Promise<Buffer>;
  /** The path of one file of the stream. */
  path(name: string): string;
  /** One signalling message (WebRTC); returns the SDP of the answer. */
  signal(offer: string): Promise<string>;
  /** Unlinks, which ends every stream of this linking. */
  disconnect(): Promise<void>;
}

/** Asks EXECUTE for one device and protocol. @throws Error if there is no stream in the answer. */
export async function openStream(
  origin: string,
  { token, device }: Pick<Asker, 'token' | 'device'>,
  protocol: Protocol,
): Promise<AskedStream> {
  async function post(url: string, bearer: string, body: string): Promise<Response> {
    const response = await fetch(url, { method: 'POST', headers: intentHeaders(bearer), body });
    if (!response.ok) throw new Error(`${protocol}: answered with ${response.status}`);
    return response;
  }
  const webhook = `${origin}/fulfillment`;
  const asked = await post(webhook, token, intentBody('EXECUTE', device, [protocol]));
  const given = streamIn(await asked.json());
  if (given === undefined) throw new Error(`no stream by ${protocol}`);
  const { bearer } = given;
  // The public URL leads to where nothing listens.
  const url = new URL(new URL(given.url).pathname, origin);
  return {
    path: (name) => new URL(name, url).pathname,
    async read(name) {
      const response = await fetch(new URL(name, url));
      if (!response.ok) throw new Error(`${name}: answered with ${response.status}`);
      return Buffer.from(await response.arrayBuffer());
    },
    async signal(offer) {
      const body = JSON.stringify({ action: 'offer', deviceId: device, sdp: offer });
      const { sdp } = (await (await post(url.href, bearer, body)).json()) as { sdp: string };
      return sdp;
    },
    async disconnect() {
      await post(webhook, token, intentBody('DISCONNECT', device));
    },
  };
}
