import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openLinkingSite, type LinkingSite } from '../../workshop/testing/linking-site.ts';
import { queryOf } from './query.ts';

let site: LinkingSite;
beforeAll(async () => {
  site = await openLinkingSite();
});
afterAll(() => site.close());

test('the query begins behind the first question mark', () => {
  const read = (originalUrl: string) => [...queryOf({ originalUrl })];
  expect(read('/sign-in')).toEqual([]);
  expect(read('/sign-in?a=1&a=2?&b=%20')).toEqual([
    ['a', '1'],
    ['a', '2?'],
    ['b', ' '],
  ]);
});

// Found by fuzzing: these were answered with 500.
test.each(['/oauth/authorize?client_id=x', '/sign-in?return_to=%2Faccount'])(
  'a target in absolute form whose host is none is no fault: %s',
  async (path) => {
    const socket = connect(Number(new URL(site.origin).port), '127.0.0.1');
    socket.write(`GET http://x:99999${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 (?:200|400) /);
  },
);
