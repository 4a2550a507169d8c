/** What the scheme of a camera's URL means for where it leads and how it is reached. Hashes of places rest on it. */

/** The port where a URL names none. */
const ports: ReadonlyMap<string, number> = new Map([
  ['rtsp:', 554],
  ['rtsps:', 322],
  ['http:', 80],
  ['https:', 443],
]);

/** By the protocol of a URL, colon included; undefined for one that no camera has. */
export const usualPort = (protocol: string): number | undefined => ports.get(protocol);

/** Whether a URL is reached over TLS. */
export const isOverTls = (url: string): boolean => /^(?:rtsps|https):/i.test(url);
