/** The Transport header of a SETUP response (RFC 2326 §12.39). */
import { RtspFault } from './fault.ts';

export interface TransportAnswer {
  readonly tcp: boolean;
  /** Channels for RTP and RTCP. */
  readonly interleaved?: readonly [number, number];
  /** The camera's ports for RTP and RTCP. */
  readonly serverPort?: readonly [number, number];
  /** What the camera says it will send with. */
  readonly ssrc?: number;
}

/**
 * If there is no such header, what was `offered` counts. An answer that names channels of the connection means
 * TCP, whether it says so or not. @throws RtspFault `malformed` for what is none
 */
export function parseTransport(value: string | undefined, offered: string): TransportAnswer {
  const [protocol = '', ...parameters] = (value || offered)
    .split(/[;,]/)
    .map((part) => part.trim());
  if (!/^RTP\/AVPF?(?:\/(?:TCP|UDP))?$/i.test(protocol)) throw new RtspFault('malformed');
  const interleaved = pair(parameters, 'interleaved', 255);
  const serverPort = pair(parameters, 'server_port', 65_535);
  const ssrc = ssrcOf(parameters);
  return {
    tcp: /TCP$/i.test(protocol) || interleaved !== undefined,
    ...(interleaved && { interleaved }),
    // Port 0 is how some say that they have none.
    ...(serverPort && !serverPort.includes(0) && { serverPort }),
    ...(ssrc !== undefined && { ssrc }),
  };
}

/** Hexadecimal (RFC 2326 §12.39), with or without leading zeros, 0x and quotes. */
function ssrcOf(parameters: readonly string[]): number | undefined {
  for (const parameter of parameters) {
    const [, hex] = /^ssrc\s*=\s*"?(?:0x)?([\da-f]{1,8})"?$/i.exec(parameter) ?? [];
    // Zero is what stands there before a camera has chosen one.
    if (hex !== undefined) return Number.parseInt(hex, 16) || undefined;
  }
  return undefined;
}

function pair(
  parameters: readonly string[],
  name: string,
  most: number,
): readonly [number, number] | undefined {
  for (const parameter of parameters) {
    const [, key, first, second] = /^(\w+)\s*=\s*(\d{1,5})(?:-(\d{1,5}))?$/.exec(parameter) ?? [];
    if (key?.toLowerCase() !== name || first === undefined) continue;
    const numbers = [
      Number(first),
      second === undefined ? Number(first) + 1 : Number(second),
    ] as const;
    return numbers[0] <= most && numbers[1] <= most ? numbers : undefined;
  }
  return undefined;
}
