import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { RtspFault } from './fault.ts';
import { Framing, type Message } from './framing.ts';
import { limits } from './limits.ts';

function parse(chunks: readonly Buffer[]) {
  const messages: Message[] = [];
  const frames: { channel: number; payload: string }[] = [];
  const framing = new Framing({
    message: (message) => messages.push(message),
    frame: (channel, payload) => frames.push({ channel, payload: payload.toString('hex') }),
  });
  for (const chunk of chunks) framing.push(chunk);
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
    ['a header without a colon', Buffer.from('RTSP/1.0 200 OK\r\nnonsense\r\n\r\n')],
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
