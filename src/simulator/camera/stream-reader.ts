/** Cuts what comes over one connection into messages and interleaved frames (RFC 2326 §4, §10.12). */
import { DOLLAR, frameHeadBytes, frameSize } from '../../pictures/media/rtsp/interleaved.ts';
import { CR, findHead, LF } from '../../pictures/media/rtsp/message.ts';

/** Start line and headers of one message, bytes. */
export const maxHead = 8 * 1024;

export interface Head<Message> {
  readonly message: Message;
  readonly bodyBytes: number;
}

export type Incoming<Message> =
  | { readonly kind: 'message'; readonly message: Message; readonly body: Buffer }
  | { readonly kind: 'frame'; readonly channel: number; readonly packet: Buffer };

export class StreamReader<Message> {
  readonly #parseHead: (head: string) => Head<Message>;
  readonly #tooLong: () => Error;
  #buffer: Buffer = Buffer.alloc(0);

  /** `tooLong` makes what is thrown where a head has no end. */
  constructor(parseHead: (head: string) => Head<Message>, tooLong: () => Error) {
    this.#parseHead = parseHead;
    this.#tooLong = tooLong;
  }

  /** What the bytes so far complete, in order. Throws what reading a head throws: nothing after it makes sense. */
  *push(bytes: Buffer): Generator<Incoming<Message>> {
    this.#buffer = this.#buffer.length > 0 ? Buffer.concat([this.#buffer, bytes]) : bytes;
    for (;;) {
      const next = this.#buffer[0] === DOLLAR ? this.#frame() : this.#message();
      if (!next) return;
      yield next;
    }
  }

  #frame(): Incoming<Message> | undefined {
    const size = frameSize(this.#buffer, 0);
    if (size === undefined || this.#buffer.length < size) return undefined;
    const channel = this.#buffer.readUInt8(1);
    const packet = this.#buffer.subarray(frameHeadBytes, size);
    this.#buffer = this.#buffer.subarray(size);
    return { kind: 'frame', channel, packet };
  }

  #message(): Incoming<Message> | undefined {
    // Empty lines before a message are to be ignored, as in HTTP.
    while (this.#buffer[0] === CR || this.#buffer[0] === LF)
      this.#buffer = this.#buffer.subarray(1);
    const [end, bodyStart] = findHead(this.#buffer.subarray(0, maxHead), 0, maxHead);
    if (end < 0) {
      if (this.#buffer.length >= maxHead) throw this.#tooLong();
      return undefined;
    }
    const { message, bodyBytes } = this.#parseHead(this.#buffer.toString('latin1', 0, end));
    if (this.#buffer.length < bodyStart + bodyBytes) return undefined;
    const body = this.#buffer.subarray(bodyStart, bodyStart + bodyBytes);
    this.#buffer = this.#buffer.subarray(bodyStart + bodyBytes);
    return { kind: 'message', message, body };
  }
}
