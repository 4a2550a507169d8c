import { expect, test } from '@jest/globals';
import { codeLocation, errorLocation } from './location.ts';

test('the redirect URI stays letter by letter, the state comes back as it was', () => {
  const redirectUri = 'https://Example.net:443/a/../b';
  const state = `a b+c&d=e%20f~'"#/?`;
  const location = codeLocation({ redirectUri, state }, 'c-1_2');
  expect(location.startsWith(`${redirectUri}?code=c-1_2&state=`)).toBe(true);
  expect(location).not.toContain('+');
  expect(new URL(location).searchParams.get('state')).toBe(state);
});

test('a redirect URI with a query keeps it; without a state none is made up', () => {
  expect(
    errorLocation({ redirectUri: 'https://e.net/?a=1', state: undefined }, 'access_denied'),
  ).toBe('https://e.net/?a=1&error=access_denied');
});
