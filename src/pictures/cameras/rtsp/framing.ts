/**
 * Cuts what a camera sends into RTSP messages and interleaved frames (RFC 2326 §4, §10.12), and bears with what some
 * cameras put between them.
 */
import { RtspFault } from './fault.ts';
import { ReusedBytes } from '../../media/reused-bytes.ts';
import { DOLLAR, frameHeadBytes, frameSize } from '../../media/rtsp/interleaved.ts';
import { limits } from './limits.ts';
import {
  bodyLength,
  CR,
  findHead,
  LF,
  type Message,
  parseHeaders,
} from '../../media/rtsp/message.ts';

export interface FramingHandlers {
  message(message: Message): void;
  /** `payload` is a view of memory that is read into again: copy what must outlive this call. */
  frame(channel: number, payload: Buffer): void;
  /** Whether a frame that begins so is one of those agreed upon. None are before anything is set up. */
  expects?(channel: number, payload: Buffer): boolean;
}

const startLine = /^(?:RTSP\/1\.\d +\d{3}(?: .*)?|[A-Z_]{1,32} \S+ RTSP\/1\.\d)$/;
/** The same, as far as tells it from the greeting of another protocol. */
const startLineBegun = /^(?:RTSP\/1\.\d|[A-Z_]{1,32}) /;
const maxBegun = 40;
/** Of a frame: what is needed to tell whether it makes sense. */
const frameBegun = frameHeadBytes + 12;
/** Of a message: what tells it from noise. */
const messageHead = Buffer.from('RTSP/1.');

/** What a camera's messages begin with: answers, and the requests that it may make (RFC 2326 §10). */
const heads = [
  'RTSP/1.',
  'OPTIONS ',
  'GET_PARAMETER ',
  'SET_PARAMETER ',
  'ANNOUNCE ',
  'REDIRECT ',
  'TEARDOWN ',
];

export class Framing {
  readonly #handlers: FramingHandlers;
  /** What has come and belongs to no whole item yet. */
  readonly #rest = new ReusedBytes();
  /** So many bytes there must be before it is worth another look; 0 if that is not known. */
  #need = 0;
  /** Frames that were expected have come: what is neither frame nor message is looked past. */
  #playing = false;
  /** Bytes looked past since the last frame or message. */
  #skipped = 0;

  constructor(handlers: FramingHandlers) {
    this.#handlers = handlers;
  }

  /**
   * Takes the next bytes, of which nothing is kept but copies; returns how many items those were, what was looked
   * past among them.
   * @throws RtspFault `malformed`; the stream is of no use afterwards.
   */
  push(chunk: Buffer): number {
    let at = 0;
    let items = 0;
    while (this.#rest.length > 0 && at < chunk.length) {
      // No more than the item lacks: what follows it is read where it lies.
      const lacking = this.#need - this.#rest.length;
      const end = lacking > 0 ? Math.min(chunk.length, at + lacking) : chunk.length;
      this.#rest.add(chunk.subarray(at, end));
      at = end;
      if (this.#rest.length < this.#need) return items;
      items += this.#takeAll(this.#rest.view());
    }
    return at < chunk.length ? items + this.#takeAll(chunk.subarray(at)) : items;
  }

  /** Takes all items that are whole, and keeps what remains; returns how many those were. */
  #takeAll(bytes: Buffer): number {
    this.#need = 0;
    let at = 0;
    let items = 0;
    while (at < bytes.length) {
      const taken = this.#take(bytes, at);
      if (taken === 0) break;
      at += taken;
      items += 1;
    }
    this.#rest.clear();
    if (at < bytes.length) this.#rest.add(bytes.subarray(at));
    return items;
  }

  /** How many bytes the item at `at` took; 0 when it is not whole yet. */
  #take(bytes: Buffer, at: number): number {
    const first = bytes[at];
    if (first === DOLLAR) return this.#takeFrame(bytes, at);
    // Some cameras put an empty line after a body.
    if (first === CR || first === LF) return 1;
    if (this.#playing && !mayBeginMessage(bytes, at)) return this.#skip(bytes, at);
    // A capital letter begins every start line: anything else is found out before 16 KB of it came.
    if (first === undefined || first < 0x41 || first > 0x5a) throw new RtspFault('malformed');
    return this.#takeMessage(bytes, at);
  }

  #takeFrame(bytes: Buffer, at: number): number {
    const size = frameSize(bytes, at);
    if (size === undefined) return 0;
    const channel = bytes[at + 1] ?? 0;
    const payload = bytes.subarray(at + frameHeadBytes, at + size);
    const whole = bytes.length - at >= size;
    if (this.#skipped > 0 || !this.#playing) {
      if (bytes.length - at < Math.min(size, frameBegun)) return 0;
      const expected = this.#handlers.expects?.(channel, payload) === true;
      // Lost in noise, a dollar sign alone proves nothing.
      if (!expected && this.#skipped > 0) return this.#skip(bytes, at);
      if (whole && expected) this.#playing = true;
    }
    if (!whole) return this.#await(size);
    this.#skipped = 0;
    this.#handlers.frame(channel, payload);
    return size;
  }

  /** The item is not whole before so many bytes of it have come: until then nothing is read anew. */
  #await(bytes: number): 0 {
    this.#need = bytes;
    return 0;
  }

  /**
   * Looks past bytes that belong to nothing, to the next that may begin a frame or a message: some cameras let
   * noise slip in between two frames, or lose the end of one. The gap in the sequence numbers tells what is lost.
   */
  #skip(bytes: Buffer, at: number): number {
    const dollar = bytes.indexOf(DOLLAR, at + 1);
    // No further: noise full of dollar signs would be searched to its end from each of them.
    const upTo = dollar < 0 ? bytes.length : dollar;
    const head = bytes.subarray(0, upTo).indexOf(messageHead, at + 1);
    // The first letters of a message may be the last that came.
    const letters = bytes.length - messageHead.length + 1;
    const end = Math.max(at + 1, Math.min(upTo, head < 0 ? upTo : head, letters));
    this.#skipped += end - at;
    if (this.#skipped > limits.noiseBytes) throw new RtspFault('malformed');
    return end - at;
  }

  #takeMessage(bytes: Buffer, at: number): number {
    const [headEnd, bodyStart] = findHead(bytes, at, limits.headBytes);
    if ((headEnd < 0 ? bytes.length : headEnd) - at > limits.headBytes) {
      throw new RtspFault('malformed');
    }
    if (headEnd < 0) {
      // Another protocol greets by one line, after which nothing comes before it is answered.
      const line = this.#playing ? -1 : bytes.indexOf(LF, at);
      const begun = bytes.toString('latin1', at, Math.min(line, at + maxBegun));
      if (line >= 0 && !startLineBegun.test(begun)) throw new RtspFault('malformed');
      return 0;
    }
    const lines = bytes.toString('latin1', at, headEnd).split(/\r?\n/, 2 + limits.headLines);
    if (lines.length > 1 + limits.headLines) throw new RtspFault('malformed');
    const first = lines.shift() ?? '';
    if (!startLine.test(first)) throw new RtspFault('malformed');
    const headers = parseHeaders(lines);
    const length = bodyLength(headers);
    if (length === undefined || length > limits.bodyBytes) throw new RtspFault('malformed');
    if (bytes.length < bodyStart + length) return this.#await(bodyStart + length - at);
    this.#skipped = 0;
    this.#handlers.message({
      startLine: first,
      headers,
      // Whoever asked reads it later.
      body: Buffer.from(bytes.subarray(bodyStart, bodyStart + length)),
    });
    return bodyStart + length - at;
  }
}

/** Whether a response, or a request of a camera, may begin here, as far as its bytes have come. */
function mayBeginMessage(bytes: Buffer, at: number): boolean {
  const text = bytes.toString('latin1', at, at + 16);
  return heads.some((head) => head.startsWith(text.slice(0, head.length)));
}
