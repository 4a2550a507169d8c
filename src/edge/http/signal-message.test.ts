import { expect, test } from '@jest/globals';
import { parseSignal, signalAnswer } from './signal-message.ts';

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
  [{ action: 'state', deviceId: 'd' }, { action: 'state' }],
  [
    { type: 'offer', deviceId: 'd', sdp: 'v=0' },
    { action: 'offer', sdp: 'v=0' },
  ],
  [
    { action: 'OFFER', deviceId: 'd', sdp: { type: 'offer', sdp: 'v=0' } },
    { action: 'offer', sdp: 'v=0' },
  ],
  [{ action: 'end', type: null, deviceId: 'd', sdp: 7, offer: {} }, { action: 'end' }],
  [
    { action: null, type: 'answer', deviceId: 'd', sdp: 'v=0', offer: null },
    { action: 'answer', sdp: 'v=0' },
  ],
])('%j is understood', (body, signal) => {
  expect(parseSignal(body)).toEqual({ signal, deviceId: 'd' });
});

test.each([
  [{ action: 'end', deviceId: 5 }],
  [{ action: 'end', deviceId: {} }],
  [{ action: 'end', deviceId: 'x'.repeat(201) }],
  [{ action: 'end', type: 3 }],
  [{ action: 7, type: 'End' }],
  [{ type: 'end', action: [], deviceId: ['d'], sdp: 4 }],
])('%j ends its stream', (body) => {
  expect(parseSignal(body)).toEqual({ signal: { action: 'end' }, deviceId: undefined });
});

test('an end of another device is told as such', () => {
  expect(parseSignal({ action: 'end', type: 3, deviceId: 'd' }).deviceId).toBe('d');
});

test('an SDP that comes as the offer alone is to be answered as the answer alone', () => {
  const message = parseSignal({ deviceId: null, offer: 'v=0', sdp: null });
  expect(message).toEqual({
    signal: { action: 'offer', sdp: 'v=0' },
    deviceId: undefined,
    bare: true,
  });
  expect(signalAnswer(message, 'ours')).toMatchObject({ sdp: 'ours', answer: 'ours' });
});

test('an answer is one for those who look for an action and for those who look for a type', () => {
  const message = parseSignal({ type: 'offer', sdp: 'v=0' });
  expect(signalAnswer(message, 'ours')).toEqual({ action: 'answer', type: 'answer', sdp: 'ours' });
  expect(signalAnswer(message, undefined)).toEqual({});
});

test('a refusal names the field', () => {
  expect(() => parseSignal({ action: 'offer', sdp: 'v=0', deviceId: 7 })).toThrow(/^deviceId: /);
  expect(() => parseSignal({ action: 'offer', sdp: [] })).toThrow(/^sdp: /);
  expect(() => parseSignal(null)).toThrow(/^the message: /);
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
