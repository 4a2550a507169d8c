import { describe, expect, test } from '@jest/globals';
import { BadMessage, maxBody, render, requestReader } from './message.ts';
import type { Request } from './message.ts';
import { maxHead } from './stream-reader.ts';
import type { Incoming } from './stream-reader.ts';

function read(...chunks: string[]): Incoming<Request>[] {
  const reader = requestReader();
  return chunks.flatMap((chunk) => [...reader.push(Buffer.from(chunk, 'latin1'))]);
}

function statusOf(...chunks: string[]): number {
  try {
    read(...chunks);
  } catch (cause) {
    if (cause instanceof BadMessage) return cause.status;
    throw cause;
  }
  return 200;
}

describe('reading requests', () => {
  test('pieced together from single bytes', () => {
    const [incoming] = read(
      ...'OPTIONS rtsp://a/b RTSP/1.0\r\nCSeq: 7\r\nX-A:  b \r\n\r\n'.split(''),
    );
    expect(incoming).toEqual({
      kind: 'message',
      body: Buffer.alloc(0),
      message: {
        method: 'OPTIONS',
        uri: 'rtsp://a/b',
        headers: new Map([
          ['cseq', '7'],
          ['x-a', 'b'],
        ]),
      },
    });
  });

  test('frames, bodies, empty lines and requests in one go', () => {
    const one = 'OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n';
    const two =
      'SET_PARAMETER rtsp://a/b RTSP/1.0\r\nCSeq: 2\r\nContent-Length: 4\r\n\r\n$\0\0\x01';
    const kinds = read(`${one}$\x01\0\x02ab\r\n${two}${one}`).map((incoming) => incoming.kind);
    expect(kinds).toEqual(['message', 'frame', 'message', 'message']);
  });

  test.each([
    ['no request line', 'hello\r\n\r\n'],
    ['a response', 'RTSP/1.0 200 OK\r\n\r\n'],
    ['a header without a colon', 'OPTIONS * RTSP/1.0\r\nCSeq\r\n\r\n'],
    ['a header that goes on in the next line', 'OPTIONS * RTSP/1.0\r\nA: b\r\n c\r\n\r\n'],
    ['lines that end without CR', 'OPTIONS * RTSP/1.0\nCSeq: 1\n\n'],
    ['two lengths', 'OPTIONS * RTSP/1.0\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'],
    ['a length that is no number', 'OPTIONS * RTSP/1.0\r\nContent-Length: -1\r\n\r\n'],
    ['a head without an end', 'x'.repeat(maxHead)],
  ])('%s is a bad request', (_, bytes) => {
    expect(statusOf(bytes)).toBe(400);
  });

  test('too large a body, another version', () => {
    expect(statusOf(`OPTIONS * RTSP/1.0\r\nContent-Length: ${maxBody + 1}\r\n\r\n`)).toBe(413);
    expect(statusOf('OPTIONS * RTSP/2.0\r\n\r\n')).toBe(505);
  });

  test('a head just within the limit is waited for', () => {
    expect(statusOf('x'.repeat(maxHead - 1))).toBe(200);
  });
});

test('writing responses', () => {
  expect(render({ status: 200, headers: [['A', 'b']], body: 'ü' }, '3')).toBe(
    'RTSP/1.0 200 OK\r\nCSeq: 3\r\nA: b\r\nContent-Length: 2\r\n\r\nü',
  );
  expect(render({ status: 461 }, undefined)).toBe('RTSP/1.0 461 Unsupported Transport\r\n\r\n');
});
