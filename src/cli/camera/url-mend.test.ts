import { expect, test } from '@jest/globals';
import { type Reason, reasonCodes } from '../../pictures/cameras/reason.ts';
import { urlMend } from './url-mend.ts';

test.each(reasonCodes)('the mend of %s names no command that needs a device', (code) => {
  const mend = urlMend({ code, seconds: 1, status: 454 } as Reason);
  expect(mend).not.toMatch(/camera (?:source|confirm|repin)\b/);
  expect(mend).toMatch(/^[A-Z].*\.$/);
});

test('a key is given with the check, a login with the URL', () => {
  expect(urlMend({ code: 'certificate' })).toContain('give it by --key');
  expect(urlMend({ code: 'password-missing' })).toBe('Give the URL with them.');
});
