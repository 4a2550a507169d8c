/**
 * After a restore no password is believed until its account has been confirmed.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  openLinkingSite,
  password,
  type LinkingSite,
} from '../../workshop/testing/linking-site.ts';

let site: LinkingSite;
beforeAll(async () => {
  site = await openLinkingSite({});
});
afterAll(() => site.close());

const birch = { email: 'birch@example.net', password };

test('the right password of an unconfirmed account is answered as a wrong one', async () => {
  const browser = site.browser();
  await browser.post('/sign-in', birch);
  expect((await browser.get('/account')).status).toBe(200);
  await site.house.store.operator.restores.distrust(0);
  expect((await browser.get('/account')).status).toBe(302);
  const wrong = await site.browser().post('/sign-in', { ...birch, password: 'no' });
  const right = await site.browser().post('/sign-in', birch);
  expect([right.status, right.text]).toEqual([403, wrong.text]);

  const account = await site.house.store.directory.byEmail(birch.email);
  if (account === undefined) throw new Error('no such account');
  await site.house.store.operator.accounts.confirm(account.id);
  // Signed in before: that is over, confirmed or not.
  expect((await browser.get('/account')).status).toBe(302);
  expect((await site.browser().post('/sign-in', birch)).status).toBe(303);
});
