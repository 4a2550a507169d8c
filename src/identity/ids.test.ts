import { describe, expect, test } from '@jest/globals';
import * as ids from './ids.ts';

const kinds = [
  ['an account', ids.AccountId, ids.newAccountId],
  ['a device', ids.DeviceId, ids.newDeviceId],
  ['a camera', ids.CameraId, ids.newCameraId],
  ['a grant', ids.GrantId, ids.newGrantId],
  ['a session', ids.SessionId, ids.newSessionId],
] as const;

describe.each(kinds)('the id of %s', (name, read, fresh) => {
  test('reads back what was made', () => {
    const made = fresh();
    expect(read(made)).toBe(made);
  });

  test('is never made twice', () => {
    const made = Array.from({ length: 10_000 }, (): string => fresh());
    expect(new Set(made).size).toBe(made.length);
  });

  test('is not read from another form', () => {
    const good = fresh();
    const forms = ['', '__proto__', good.slice(1), `${good}A`, `${good}\n`, good.replace('_', '-')];
    for (const text of forms) {
      expect(() => read(text)).toThrow(
        expect.objectContaining({ code: 'bad-request', message: `not ${name} id` }),
      );
    }
  });

  test('is not read from another kind', () => {
    for (const [, , other] of kinds) {
      if (other !== fresh) expect(() => read(other())).toThrow();
    }
  });
});
