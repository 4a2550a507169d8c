import { expect, test } from '@jest/globals';
import { messageEnd } from './http-framing.ts';

const hidden = 'GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n';
const body = `0\r\n\r\n${hidden}`;
const both = Buffer.from(
  `POST / HTTP/1.1\r\nContent-Length: ${body.length}\r\nTransfer-Encoding: chunked\r\n\r\n${body}`,
);

test('who believes in the length and who believes in chunks see another end', () => {
  expect(messageEnd(both, 'content-length')).toBe(both.length);
  expect(messageEnd(both, 'transfer-encoding')).toBe(both.length - hidden.length);
});

test.each([
  ['an unfinished head', both.subarray(0, 30)],
  ['an unfinished body', both.subarray(0, -1)],
  [
    'an unfinished chunk',
    Buffer.from('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab'),
  ],
])('%s has no end yet', (_what, bytes) => {
  expect(messageEnd(bytes, 'content-length')).toBeUndefined();
});

test('what has no body ends with its head, whatever it says', () => {
  const unchanged = Buffer.from('HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n');
  expect(messageEnd(Buffer.concat([unchanged, both]), 'content-length')).toBe(unchanged.length);
});
