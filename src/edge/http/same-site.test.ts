import { expect, test } from '@jest/globals';
import { requireSameOrigin } from './same-site.ts';

const origin = 'https://casement.example';
const ask = (headers: Record<string, string>) => () => requireSameOrigin({ headers }, origin);

test.each([
  ['the browser says same-origin', { 'sec-fetch-site': 'same-origin', origin }],
  ['the browser says it was typed', { 'sec-fetch-site': 'none' }],
  ['a referrer policy hides the origin', { 'sec-fetch-site': 'same-origin', origin: 'null' }],
  ['an older browser', { origin }],
  ['a program that is no browser', {}],
])('let in: %s', (_name, headers) => {
  expect(ask(headers as Record<string, string>)).not.toThrow();
});

test.each([
  ['cross-site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
  ['cross-site that claims our origin', { 'sec-fetch-site': 'cross-site', origin }],
  ['a sister host', { 'sec-fetch-site': 'same-site', origin: 'https://x.casement.example' }],
  ['nonsense', { 'sec-fetch-site': 'same-origin, cross-site' }],
  ['another origin', { origin: 'https://evil.example' }],
  ['a longer origin', { origin: `${origin}.evil.example` }],
  ['no origin', { origin: 'null' }],
])('kept out: %s', (_name, headers) => {
  expect(ask(headers as Record<string, string>)).toThrow(
    expect.objectContaining({ code: 'forbidden' }),
  );
});
