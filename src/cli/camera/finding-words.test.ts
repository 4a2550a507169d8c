/** Whatever is found is told in words. */
import { expect, test } from '@jest/globals';
import { reasonCodes } from '../../cameras/reason.ts';
import { findingWords } from './finding-words.ts';

test.each(reasonCodes)('%s', (code) => {
  const reason = { code, status: 500, seconds: 9 };
  for (const line of ['stream', 'still', 'onvif'] as const) {
    const text = findingWords({ reason, line, bound: false });
    expect(text).toMatch(/^[A-Z].*\.$/);
    if (code.includes('-')) expect(text).not.toContain(code);
  }
});
