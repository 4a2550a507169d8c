import { describe, expect, jest, test } from '@jest/globals';
import * as fc from 'fast-check';
import { RtspFault } from './fault.ts';
import { Framing, type FramingHandlers } from './framing.ts';
import { limits } from './limits.ts';
import type { Message } from '../../media/rtsp/message.ts';

function parse(chunks: readonly Buffer[], expects?: FramingHandlers['expects']) {
  const messages: Message[] = [];
  const frames: { channel: number; payload: string }[] = [];
  const framing = new Framing({
    message: (message) => messages.push(message),
    frame: (channel, payload) => frames.push({ channel, payload: payload.toString('hex') }),
    ...(expects && { expects }),
  });
  for (const chunk of chunks) {
    // What is read next comes into the same memory.
    const lent = Buffer.from(chunk);
    framing.push(lent);
    lent.fill(0xa5);
  }
  return { messages, frames };
}

const stream = Buffer.concat([
  Buffer.from('RTSP/1.0 200 OK\r\nCSeq: 1\r\nWWW-Authenticate: Basic realm="a"\r\n'),
  Buffer.from('www-authenticate:Digest x\r\nContent-Length: 5\r\n\r\nhello\r\n\r\n'),
  Buffer.from([0x24, 0, 0, 3, 0x24, 1, 2]),
  Buffer.from([0x24, 7, 0, 0]),
  Buffer.from('OPTIONS * RTSP/1.0\r\nCSeq: 9\r\n\r\n'),
  Buffer.from([0x24, 1, 0, 1, 0xff]),
]);

describe('framing', () => {
  test('finds the same messages and frames however the stream is cut', () => {
    const whole = parse([stream]);
    expect(whole.messages.map(({ startLine }) => startLine)).toEqual([
      'RTSP/1.0 200 OK',
      'OPTIONS * RTSP/1.0',
    ]);
    expect(whole.messages[0]?.headers.get('www-authenticate')).toEqual([
      'Basic realm="a"',
      'Digest x',
    ]);
    expect(whole.messages[0]?.body.toString()).toBe('hello');
    expect(whole.frames).toEqual([
      { channel: 0, payload: '240102' },
      { channel: 7, payload: '' },
      { channel: 1, payload: 'ff' },
    ]);
    const cuts = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 150, maxLength: 150 });
    fc.assert(
      fc.property(cuts, (sizes) => {
        const chunks: Buffer[] = [];
        let at = 0;
        for (const size of sizes) {
          if (at < stream.length) chunks.push(stream.subarray(at, at + size));
          at += size;
        }
        expect(JSON.stringify(parse(chunks))).toBe(JSON.stringify(whole));
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ['neither frame nor message', Buffer.from([0x00, 0x01])],
    ['another protocol', Buffer.from('HTTP/1.1 200 OK\r\n\r\n')],
    ['the greeting of another protocol', Buffer.from('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n')],
    ['a head without end', Buffer.alloc(limits.headBytes + 1, 'A')],
    [
      'a head too long',
      Buffer.from(`RTSP/1.0 200 OK\r\nA: ${'a'.repeat(limits.headBytes)}\r\n\r\n`),
    ],
    ['a negative length', Buffer.from('RTSP/1.0 200 OK\r\nContent-Length: -1\r\n\r\n')],
    ['a length that is no number', Buffer.from('RTSP/1.0 200 OK\r\nContent-Length: 1e3\r\n\r\n')],
    [
      'two lengths',
      Buffer.from('RTSP/1.0 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'),
    ],
    [
      'a body too long',
      Buffer.from(`RTSP/1.0 200 OK\r\nContent-Length: ${limits.bodyBytes + 1}\r\n\r\n`),
    ],
  ])('refuses %s', (_, bytes) => {
    expect(() => parse([bytes])).toThrow(RtspFault);
  });
});

describe('a message that is a little wrong', () => {
  test('a head of more lines than any camera sends is malformed, however few bytes they have', () => {
    const head = (lines: number) => Buffer.from(`RTSP/1.0 200 OK\r\n${'a:\n'.repeat(lines)}\n`);
    const messages: Message[] = [];
    const framing = new Framing({
      message: (message) => void messages.push(message),
      frame: () => undefined,
    });
    framing.push(head(limits.headLines));
    expect(messages).toHaveLength(1);
    expect(() => framing.push(head(limits.headLines + 1))).toThrow(new RtspFault('malformed'));
    const goesOn = Buffer.from(`RTSP/1.0 200 OK\r\na: b\n${' c\n'.repeat(5_000)}\n`);
    expect(() =>
      new Framing({ message: () => undefined, frame: () => undefined }).push(goesOn),
    ).toThrow(new RtspFault('malformed'));
  });

  test('a header goes on in the next line', () => {
    const { messages } = parse([
      Buffer.from(
        'RTSP/1.0 200 OK\r\nTransport: RTP/AVP/TCP;\r\n  unicast;\r\n\tx=1\r\nA:\r\n b\r\n\r\n',
      ),
    ]);
    expect(messages[0]?.headers.get('transport')).toEqual(['RTP/AVP/TCP; unicast; x=1']);
    expect(messages[0]?.headers.get('a')).toEqual(['b']);
  });

  test('lines that are no header are passed over, and blanks in the first one', () => {
    const { messages } = parse([
      Buffer.from('RTSP/1.0  200  OK\r\nnonsense\r\n: nothing\r\n\tmore\r\nCSeq: 3\r\n\r\n'),
    ]);
    expect(messages.map(({ headers }) => [...headers])).toEqual([[['cseq', ['3']]]]);
  });

  test('a head is read no more often because its body comes byte by byte', () => {
    const read = jest.spyOn(Buffer.prototype, 'toString');
    const body = Array.from({ length: 1_000 }, () => Buffer.from('a'));
    const { messages } = parse([
      Buffer.from('RTSP/1.0 200 OK\r\nContent-Length: 1000\r\n\r\n'),
      ...body,
    ]);
    const times = read.mock.calls.length;
    read.mockRestore();
    expect(messages[0]?.body).toHaveLength(1_000);
    expect(times).toBeLessThan(10);
  });

  test('lines end with LF alone', () => {
    const { messages, frames } = parse([
      Buffer.from('RTSP/1.0 200 OK\nCSeq: 4\nContent-Length: 3\n\nabc'),
      Buffer.from([0x24, 0, 0, 1, 7]),
    ]);
    expect(messages[0]?.headers.get('cseq')).toEqual(['4']);
    expect(messages[0]?.body.toString()).toBe('abc');
    expect(frames).toEqual([{ channel: 0, payload: '07' }]);
  });
});

describe('noise between frames', () => {
  /** A frame of RTP on channel 0. */
  const frame = (number: number): Buffer =>
    Buffer.concat([Buffer.from([0x24, 0, 0, 16, 0x80, 96, 0, number]), Buffer.alloc(12, 0x24)]);
  const expects = (channel: number, [first = 0, second = 0]: Buffer): boolean =>
    channel === 0 && first === 0x80 && second === 96;
  const numbers = (chunks: readonly Buffer[]): number[] =>
    parse(chunks, expects).frames.map(({ payload }) => Number.parseInt(payload.slice(6, 8), 16));

  test.each([
    ['bytes', '80e00f7b11a29c000000000000'],
    ['dollar signs', '80242424ff24'],
    ['a frame on a channel that is not ours', '802409000480600000'],
    ['a frame of ours that is no RTP', '8024000010ffffffff'],
    ['letters', '414243205254535020'],
    ['what may begin a message', 'ff525453502f'],
    ['line ends', '0d0aff0d0a'],
  ])('%s', (_, noise) => {
    const bytes = Buffer.concat([frame(1), Buffer.from(noise, 'hex'), frame(2), frame(3)]);
    expect(numbers([bytes])).toEqual([1, 2, 3]);
    const cut = Array.from({ length: bytes.length }, (__, at) => bytes.subarray(at, at + 1));
    expect(numbers(cut)).toEqual([1, 2, 3]);
  });

  test('an answer behind it is found', () => {
    const answer = Buffer.from('RTSP/1.0 200 OK\r\nCSeq: 9\r\n\r\n');
    const { messages } = parse([frame(1), Buffer.from([0xff, 0x52]), answer], expects);
    expect(messages[0]?.headers.get('cseq')).toEqual(['9']);
  });

  test('has an end', () => {
    expect(() => numbers([frame(1), Buffer.alloc(limits.noiseBytes + 9, 0xff)])).toThrow(RtspFault);
    const most = Buffer.alloc(limits.noiseBytes, 0xff);
    expect(numbers([frame(1), most, frame(2), most, frame(3)])).toEqual([1, 2, 3]);
  });

  test('before the first frame that was expected, it is malformed', () => {
    expect(() => numbers([Buffer.from([0xff]), frame(1)])).toThrow(RtspFault);
    expect(() => parse([frame(1), Buffer.from([0xff])])).toThrow(RtspFault);
  });
});
