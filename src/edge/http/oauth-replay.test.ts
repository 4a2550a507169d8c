import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  codeFor,
  exchange,
  expectRefused,
  link,
  refresh,
  userInfo,
} from '../../workshop/testing/linking-dance.ts';
import { google, openLinkingSite, type LinkingSite } from '../../workshop/testing/linking-site.ts';
import type { Jar } from '../../workshop/testing/cookie-jar.ts';

let site: LinkingSite;
let birch: Jar;

beforeAll(async () => {
  site = await openLinkingSite();
  birch = await site.signedIn('birch@example.net');
});
afterAll(() => site.close());

describe('a code that comes a second time', () => {
  async function expectEnded(access: unknown, refreshToken: unknown): Promise<void> {
    expectRefused(await refresh(site, String(refreshToken)), 400, 'invalid_grant');
    expect((await userInfo(site, String(access))).status).toBe(401);
    const proof = site.house.accessTokens.verify(String(access));
    expect(site.revoked).toContain(proof.grant);
    await expect(site.house.partitions.within(proof, async () => 1)).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  }

  test('ends its grant and everything issued under it', async () => {
    const code = await codeFor(birch);
    const first = await exchange(site, code);
    const renewed = await refresh(site, String(first.body['refresh_token']));
    expectRefused(await exchange(site, code), 400, 'invalid_grant');
    await expectEnded(first.body['access_token'], first.body['refresh_token']);
    expect((await userInfo(site, String(renewed.body['access_token']))).status).toBe(401);
  });

  test('does so after it expired, too', async () => {
    const code = await codeFor(birch);
    const first = await exchange(site, code);
    site.house.time.wall += 3_000_000;
    expectRefused(await exchange(site, code), 400, 'invalid_grant');
    await expectEnded(first.body['access_token'], first.body['refresh_token']);
    site.house.time.wall -= 3_000_000;
  });

  test('wins once when both come together, and ends it all the same', async () => {
    for (let n = 0; n < 5; n += 1) {
      const code = await codeFor(birch);
      const replies = await Promise.all(Array.from({ length: 6 }, () => exchange(site, code)));
      const won = replies.filter(({ status }) => status === 200);
      expect(won).toHaveLength(1);
      await expectEnded(won[0]?.body['access_token'], won[0]?.body['refresh_token']);
    }
  });

  test('does not disturb another linking of the same account', async () => {
    const elsewhere = await link(site, await site.signedIn('birch@example.net'));
    const code = await codeFor(birch);
    await exchange(site, code);
    await exchange(site, code);
    expect((await refresh(site, elsewhere.refresh)).status).toBe(200);
    expect((await userInfo(site, elsewhere.access)).status).toBe(200);
  });
});

test('codes, tokens and secrets are in no log line', async () => {
  const code = await codeFor(birch);
  const { body } = await exchange(site, code);
  await exchange(site, code);
  const log = site.logged.join('\n');
  expect(log).toContain('code-replayed');
  for (const secret of [code, body['access_token'], body['refresh_token'], google.secret]) {
    expect(log).not.toContain(String(secret));
  }
});
