/** The URL of a camera's stream, for code that asks something beside it. */
import { RtspFault } from './rtsp/fault.ts';

/** @throws RtspFault `bad-address` if a row holds no URL. */
export function streamUrl(stream: string): URL {
  if (!URL.canParse(stream)) throw new RtspFault('bad-address');
  return new URL(stream);
}
