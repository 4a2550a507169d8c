/** Whatever is found is told in words. */
import { expect, test } from '@jest/globals';
import { reasonWords } from '../../pictures/cameras/reason-words.ts';
import { type Reason, reasonCodes } from '../../pictures/cameras/reason.ts';
import { afterSteps, findingWords, isOfItsUrl } from './finding-words.ts';

test.each(reasonCodes)('%s', (code) => {
  const reason = { code, status: 500, seconds: 9 };
  for (const line of ['stream', 'still', 'onvif'] as const) {
    const text = findingWords({ reason, line, bound: false });
    expect(text).toMatch(/^[A-Z].*\.$/);
    if (code.includes('-')) expect(text).not.toContain(code);
  }
});

const reasons = reasonCodes.map((code): Reason => {
  if (code === 'status') return { code, status: 500 };
  return code === 'no-key-picture' ? { code, seconds: 9 } : { code };
});
/** One that may be another camera is decided upon, and no URL is typed for it. */
const mendedByUrl = reasons
  .filter((reason) => /by camera source/.test(reasonWords(reason).mend))
  .filter((reason) => !reasonWords(reason).mend.includes('camera repin'));

test.each(mendedByUrl)('the command that corrects $code is printed', (reason) => {
  const line = reason.code.startsWith('onvif-') ? 'onvif' : 'stream';
  expect(isOfItsUrl({ reason, line, bound: false })).toBe(true);
});

test('only what was written a moment ago is kept all the same', () => {
  const finding = { reason: { code: 'refused' }, line: 'stream', bound: false } as const;
  const still = { reason: { code: 'malformed' }, line: 'still', bound: false } as const;
  for (const words of [findingWords(finding), findingWords(still), afterSteps(finding)]) {
    expect(words).toMatch(/It is kept all the same, and bound at its first good connection\.$/);
  }
  for (const words of [
    findingWords(finding, false),
    findingWords(still, false),
    afterSteps(finding, false),
  ]) {
    expect(words).toMatch(/It is bound at its first good connection\.$/);
    expect(words).not.toContain('kept');
  }
});
