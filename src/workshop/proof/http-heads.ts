/** Reads the heads of HTTP messages off raw bytes, as a client, a proxy or a proof does that has no parser of HTTP. */

const separator = '\r\n\r\n';

/** Returns the first line and headers of a message, without the empty line; undefined while they have not all come. */
export function headOf(bytes: Buffer): string | undefined {
  const end = bytes.indexOf(separator);
  return end < 0 ? undefined : bytes.toString('latin1', 0, end);
}

/** Returns where the body begins of a message with that head. */
export const bodyStart = (head: string): number => head.length + separator.length;

export interface RawAnswer {
  readonly status: number;
  /** Status line and headers. */
  readonly head: string;
  readonly body: Buffer;
}

/**
 * Returns a response whose body is all that follows its head; undefined while the head has not all come. The
 * status is 0 if it does not begin as HTTP/1.1 does.
 */
export function readAnswer(bytes: Buffer): RawAnswer | undefined {
  const head = headOf(bytes);
  if (head === undefined) return undefined;
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0);
  return { status, head, body: bytes.subarray(bodyStart(head)) };
}
