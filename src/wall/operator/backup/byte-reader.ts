/** Reads lines and counted bytes from a stream of buffers. */
import { Failure } from '../../../common/failures.ts';

const newline = 0x0a;
const longestLine = 1024 * 1024;

function cutOff(): Failure {
  return new Failure('bad-request', 'the backup was cut off');
}

export class ByteReader {
  readonly #source: AsyncIterator<Buffer>;
  #kept: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Returns the next bytes that there are; undefined at the end. */
  async #next(): Promise<Buffer | undefined> {
    if (this.#kept.length > 0) {
      const kept = this.#kept;
      this.#kept = Buffer.alloc(0);
      return kept;
    }
    const { done, value } = await this.#source.next();
    return done === true ? undefined : value;
  }

  /** Returns a line without its end. @throws Failure `bad-request` if there is none. */
  async line(): Promise<string> {
    let read: Buffer = Buffer.alloc(0);
    for (;;) {
      const bytes = await this.#next();
      if (bytes === undefined || read.length > longestLine) throw cutOff();
      read = Buffer.concat([read, bytes]);
      const end = read.indexOf(newline);
      if (end < 0) continue;
      this.#kept = read.subarray(end + 1);
      return read.subarray(0, end).toString();
    }
  }

  /** Yields exactly `length` bytes, in pieces. @throws Failure `bad-request` if there are fewer. */
  async *take(length: number): AsyncGenerator<Buffer> {
    for (let left = length; left > 0;) {
      const bytes = await this.#next();
      if (bytes === undefined) throw cutOff();
      const taken = bytes.subarray(0, left);
      this.#kept = bytes.subarray(taken.length);
      left -= taken.length;
      yield taken;
    }
  }

  /** Yields all that is left. */
  async *rest(): AsyncGenerator<Buffer> {
    for (;;) {
      const bytes = await this.#next();
      if (bytes === undefined) return;
      yield bytes;
    }
  }
}
