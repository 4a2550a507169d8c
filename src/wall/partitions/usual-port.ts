/** What the scheme of a camera's URL says about where it leads and how it is reached. Hashes of places depend on it. */

/** The port of a URL that names none. */
const ports: ReadonlyMap<string, number> = new Map([
  ['rtsp:', 554],
  ['rtsps:', 322],
  ['http:', 80],
  ['https:', 443],
]);

/** Returns the port by the protocol of a URL, colon included; undefined for one that no camera has. */
export const usualPort = (protocol: string): number | undefined => ports.get(protocol);

/** Whether a URL is reached over TLS. */
export const isOverTls = (url: string): boolean => /^(?:rtsps|https):/i.test(url);
