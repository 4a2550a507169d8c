/**
 * Streams without cameras, for tests of what stands before them: they choose, start sessions and
 * mint tickets as the real ones do, and a camera's name says how it fares.
 */
import { Failure } from '../../common/failures.ts';
import type { StreamProtocol } from '../../identity/ticket.ts';
import type { Device } from '../../wall/partitions/partition.ts';
import { chooseProtocol } from '../../pictures/streams/choose-protocol.ts';
import type { Streams } from '../../pictures/streams/streams.ts';

export interface QuickStreamsOptions {
  readonly protocols?: readonly StreamProtocol[];
  readonly origin?: string;
  /** Our SDP offer for WebRTC. */
  readonly offer?: string;
  /** Returns this protocol whatever is asked for. */
  readonly stubborn?: StreamProtocol;
  /** Called before a device is opened or asked after. */
  readonly before?: (name: string) => Promise<void> | void;
}

/**
 * Devices named `Offline …` do not answer, those named `Locked …` are not shown for a reason that is said; those
 * named `Broken …` fail unexpectedly.
 */
function fare<P>({ name }: Device<P>): void {
  if (name.startsWith('Broken')) throw new TypeError('rtsp://viewer:secret@10.0.0.9/ is odd');
  if (name.startsWith('Offline')) throw new Failure('device-offline', 'the camera does not answer');
  if (name.startsWith('Locked')) throw new Failure('device-not-ready', 'It does not let us in.');
}

function none(): never {
  throw new Failure('not-found', 'no such stream');
}

/** Returns such streams. WebRTC is preferred to HLS if `protocols` are left out. */
export function createQuickStreams(options: QuickStreamsOptions = {}): Streams {
  const { protocols = ['webrtc', 'hls'], origin = 'https://bridge.example.net', offer } = options;
  const orders = { usual: protocols, cast: protocols };
  return {
    protocols,
    async open(partition, device, wanted) {
      await options.before?.(device.name);
      fare(device);
      const protocol = options.stubborn ?? chooseProtocol(wanted, orders);
      const bearer = `bearer-of-${device.id}`;
      const ticket = partition.ticket(partition.startSession(device, protocol), bearer);
      const entrance = protocol === 'hls' ? 'index.m3u8' : 'signal';
      const url = `${origin}/live/${ticket}/${entrance}`;
      return { protocol, url, bearer, ...(offer !== undefined && { offer }) };
    },
    async refusal(_partition, device) {
      await options.before?.(device.name);
      try {
        fare(device);
        return undefined;
      } catch (error) {
        if (error instanceof Failure) return error;
        throw error;
      }
    },
    condition: () => undefined,
    hlsFile: async () => none(),
    still: async () => none(),
    signal: async () => none(),
  };
}
