/** The port that a camera's URL means where it names none. */
const ports: ReadonlyMap<string, number> = new Map([
  ['rtsp:', 554],
  ['rtsps:', 322],
  ['http:', 80],
  ['https:', 443],
]);

/** By the protocol of a URL, colon included; undefined for one that no camera has. */
export const usualPort = (protocol: string): number | undefined => ports.get(protocol);
