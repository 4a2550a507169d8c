import { expect, test } from '@jest/globals';
import { parseSignal } from './signal-message.ts';

test.each([
  [
    { action: 'offer', deviceId: 'd', sdp: 'v=0' },
    { action: 'offer', sdp: 'v=0' },
  ],
  [
    { action: 'answer', deviceId: 'd', sdp: 'v=0' },
    { action: 'answer', sdp: 'v=0' },
  ],
  [{ action: 'end', deviceId: 'd', sdp: '' }, { action: 'end' }],
  [{ action: 'end', deviceId: 'd' }, { action: 'end' }],
  [
    { type: 'offer', deviceId: 'd', sdp: 'v=0' },
    { action: 'offer', sdp: 'v=0' },
  ],
  [
    { deviceId: 'd', offer: 'v=0' },
    { action: 'offer', sdp: 'v=0' },
  ],
])('%j is understood', (body, signal) => {
  expect(parseSignal(body)).toEqual({ signal, deviceId: 'd' });
});

test.each([
  [{}],
  [null],
  ['offer'],
  [[]],
  [{ action: 'offer' }],
  [{ action: 'offer', sdp: '' }],
  [{ action: 'offer', sdp: 7 }],
  [{ action: 'constructor', sdp: 'v=0' }],
  [{ action: 'offer', sdp: 'x'.repeat(65_537) }],
  [{ action: 'offer', sdp: 'v=0', deviceId: 7 }],
])('%j is refused', (body) => {
  expect(() => parseSignal(body)).toThrow(expect.objectContaining({ code: 'bad-request' }));
});
