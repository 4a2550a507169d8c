import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newGrantId } from '../../identity/ids.ts';
import { openLinkingSite, type LinkingSite } from '../../workshop/testing/linking-site.ts';

let site: LinkingSite;
beforeAll(async () => {
  site = await openLinkingSite();
});
afterAll(() => site.close());

test('linkings are told twenty a page, and their unlinking as before', async () => {
  const scope = 'cameras';
  for (let n = 0; n < 45; n += 1) {
    const grant = { id: newGrantId(), account: site.harbour, client: 'g', scope, createdAt: n };
    const code = { hash: `code ${n}`, redirectUri: 'https://e.net/', expiresAt: 9 };
    await site.house.store.of(grant.account).addGrant(grant, { ...grant, ...code });
  }
  const jar = await site.signedIn('harbour@example.net');
  const at = async (path: string) => (await jar.get(path)).text;
  const ids = (text: string) =>
    [...text.matchAll(/name="grant" value="([^"]+)"/g)].map(([, id]) => id);
  const pages = [await at('/account'), await at('/account?page=2'), await at('/account?page=3')];
  expect(pages.map((text) => ids(text).length)).toEqual([20, 20, 5]);
  expect(new Set(pages.flatMap(ids)).size).toBe(45);
  const links = (text = '') =>
    [...text.matchAll(/href="\/account\?page=(\d+)"/g)].map(([, n]) => n);
  expect(pages.map(links)).toEqual([['2'], ['1', '3'], ['2']]);
  for (const odd of ['0', '-1', '99', 'x', '']) {
    expect([20, 5]).toContain(ids(await at(`/account?page=${odd}`)).length);
  }
});

const words = 'Another camera answers in its place';

async function page(name: string): Promise<string> {
  const jar = await site.signedIn(`${name}@example.net`);
  return (await jar.get('/account')).text;
}

test('the owner is told of a camera in whose place another answers, and nobody else is', async () => {
  const { pins } = site.house.store.operator;
  const [door] = await site.house.store.of(site.birch).entries();
  if (door === undefined) throw new TypeError('no camera');
  const { camera } = door;
  const line = 'stream';
  await pins.pin({ camera, line, fields: [], hash: 'h'.repeat(43), description: '', since: 1 }, 1);
  expect(await page('birch')).not.toContain(words);
  await pins.note(camera, line, { description: '<b>Other</b>', since: 2 }, 1);
  const told = await page('birch');
  expect(told.split(words)).toHaveLength(2);
  expect(told.indexOf(words)).toBeGreaterThan(told.indexOf('Front door'));
  expect(told.indexOf(words)).toBeLessThan(told.indexOf('Garden'));
  expect(told).not.toContain('Other</b>');
  expect(await page('harbour')).not.toContain(words);
  await pins.note(camera, line, undefined, 2);
  expect(await page('birch')).not.toContain(words);
});
