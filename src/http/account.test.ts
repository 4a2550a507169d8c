import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openLinkingSite, type LinkingSite } from '../testing/linking-site.ts';

let site: LinkingSite;
beforeAll(async () => {
  site = await openLinkingSite();
});
afterAll(() => site.close());

const words = 'Another camera answers in its place';

async function page(name: string): Promise<string> {
  const jar = await site.signedIn(`${name}@example.net`);
  return (await jar.get('/account')).text;
}

test('the owner is told of a camera in whose place another answers, and nobody else is', async () => {
  const { map, pins } = site.house.store;
  const [door] = await map.entries(site.birch);
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
