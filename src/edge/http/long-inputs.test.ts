/**
 * What a stranger asks at length costs as much as it is long, and no more.
 *
 * @takes 15 s
 * @computes
 */
import type { IncomingMessage } from 'node:http';
import { describe, expect, jest, test } from '@jest/globals';
import { growthOf } from '../../workshop/testing/growth.ts';
import { bearerOf } from './bearer.ts';
import { createSignInCookie } from './cookies.ts';
import { createDeviceCookie } from './device-cookie.ts';
import { localPath } from './local-path.ts';
import { isLoopbackHost } from './loopback-host.ts';
import { readMediaPath } from './media-path.ts';
import { queryOf } from './query.ts';

jest.setTimeout(120_000);

/** Eight times as long may cost sixteen times as much; what is quadratic costs sixty-four times. */
const [factor, most] = [8, 24];
/** A head of HTTP has no more bytes (node:http). */
const longest = 16_000;

const readers: readonly (readonly [string, (text: string) => unknown])[] = [
  ['a media path', (text) => readMediaPath(`/live/a${text}`)],
  ['a media path with dots', (text) => readMediaPath(`/live/a.b.c/${text}`)],
  ['a query', (text) => queryOf({ originalUrl: `/x?${text}` })],
  ['a cookie', (text) => createSignInCookie('https://a').read(`__Host-casement=${text}`)],
  ['a device cookie', (text) => createDeviceCookie('https://a').read(`__Host-x=${text}`)],
  [
    'a bearer',
    (text) =>
      bearerOf({ headers: { authorization: `Bearer ${text}` } } as unknown as IncomingMessage),
  ],
  ['a path to go back to', (text) => localPath(`/${text}`)],
  ['a host', (text) => isLoopbackHost(text)],
];

describe('what a stranger asks at length costs as much as it is long', () => {
  test.each(
    readers.flatMap(([name, read]) =>
      ['a', 'a.', '=', 'a=', ';', '; a=', '&', 'a=b&', ' ', '%', '%2e', '/', '127.', '~'].map(
        (part) => [name, part, read] as const,
      ),
    ),
  )('%s of %j', (_, part, read) => {
    const of = (length: number) => {
      const text = part.repeat(Math.floor(length / part.length));
      return () => {
        try {
          read(`${text}\u0000`);
        } catch {
          // Refused is as good as taken.
        }
      };
    };
    expect(growthOf(of, longest / factor, factor)).toBeLessThan(most);
  });
});
