import { expect, test } from '@jest/globals';
import { bindForm, isBound } from './form-binding.ts';

test('a form is good for its own sign-in and its own purpose', () => {
  const binding = bindForm('cookie', 'link a');
  const form = new URLSearchParams({ binding });
  expect(isBound(form, 'cookie', 'link a')).toBe(true);
  expect(isBound(form, 'cookie', 'link b')).toBe(false);
  expect(isBound(form, 'other', 'link a')).toBe(false);
  expect(isBound(new URLSearchParams(), 'cookie', 'link a')).toBe(false);
});
