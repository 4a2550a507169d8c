/** Every reason is worded, and none says to a person before a display what is the operator's. */
import { expect, test } from '@jest/globals';
import { OriginRefusal } from './origin/origin.ts';
import { OnvifFault } from './onvif/fault.ts';
import { askedOf, reasonOf, reasonOfFault } from './reason-of.ts';
import { reasonWords } from './reason-words.ts';
import { type Reason, reasonCodes, sameReason } from './reason.ts';
import { RtspFault } from './rtsp/fault.ts';

const every: readonly Reason[] = reasonCodes.map((code): Reason => {
  if (code === 'status') return { code, status: 503 };
  return code === 'no-key-picture' ? { code, seconds: 12 } : { code };
});

test.each(every.map((reason) => [reason.code, reason] as const))('%s is worded', (_, reason) => {
  const { what, mend, brief } = reasonWords(reason);
  for (const text of [what, mend, brief]) expect(text).toMatch(/^[A-Z].*\.$/);
  // One line each, as it goes into lists and logs.
  expect(what.length).toBeLessThan(110);
  expect(brief).not.toMatch(
    /password|account|address|key\b|ONVIF|TLS|URL|camera source|certificate/i,
  );
});

test('what it says besides stands in its words', () => {
  expect(reasonWords({ code: 'no-key-picture', seconds: 12 }).what).toContain('12 s');
  expect(reasonWords({ code: 'status', status: 503 }).what).toContain('503');
});

const plain = askedOf('rtsp://user:pass@192.0.2.1/live');

test.each([
  [new RtspFault('connection-refused'), { code: 'refused' }],
  [new RtspFault('refused', { status: 503 }), { code: 'status', status: 503 }],
  [new RtspFault('unauthorized', { status: 401 }), { code: 'wrong-password' }],
  [new OriginRefusal('downgrade'), { code: 'weaker-log-in' }],
  [new OnvifFault('unauthorized'), { code: 'onvif-password' }],
  [new TypeError('of our own'), { code: 'internal' }],
])('the reason of %s', (error, reason) => {
  expect(reasonOf(error, plain)).toEqual(reason);
});

test('a URL without a password lacks one, where one is asked for', () => {
  const asked = askedOf('rtsp://192.0.2.1/live');
  expect(reasonOfFault('unauthorized', asked)).toEqual({ code: 'password-missing' });
});

test.each(['?enableSrtp', '?a=1&enableSrtp', '?enableSrtp=1&b'])('%s asks for SRTP', (query) => {
  const asked = askedOf(`rtsps://192.0.2.1:7441/AbCdEf${query}`);
  expect(reasonOfFault('silent', asked)).toEqual({ code: 'srtp' });
  // What it had no part in keeps its reason.
  expect(reasonOfFault('certificate', asked)).toEqual({ code: 'certificate' });
});

test('how long it lasts makes no other reason, a status does', () => {
  expect(
    sameReason({ code: 'no-key-picture', seconds: 1 }, { code: 'no-key-picture', seconds: 9 }),
  ).toBe(true);
  expect(sameReason({ code: 'status', status: 400 }, { code: 'status', status: 500 })).toBe(false);
  expect(sameReason({ code: 'silent' }, { code: 'closed' })).toBe(false);
});
