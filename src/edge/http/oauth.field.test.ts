/** Linkings as they were seen in the field, each with its right outcome (`fixtures/cases`). */
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { Jar } from '../../workshop/testing/cookie-jar.ts';
import {
  authorizePath,
  call,
  decide,
  redirectUri,
  userInfo,
  type TokenReply,
} from '../../workshop/testing/linking-dance.ts';
import { google, openLinkingSite, type LinkingSite } from '../../workshop/testing/linking-site.ts';

const schema = z.strictObject({
  name: z.string(),
  /** Lengths of the states to link with, one after the other. */
  stateLengths: z.array(z.int()).default([40]),
  credentials: z.enum(['body', 'header', 'both']).default('body'),
  steps: z.array(
    z.strictObject({
      do: z.enum(['authorize', 'exchange', 'refresh']),
      /** So often at once. */
      times: z.int().default(1),
      expect: z.int(),
      error: z.string().optional(),
    }),
  ),
});

const folder = new URL('../../../fixtures/cases/google/oauth/', import.meta.url);
const cases = readdirSync(folder).map((file) => {
  const { name, ...rest } = schema.parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
  return [`${file}: ${name}`, rest] as const;
});

let site: LinkingSite;
let birch: Jar;
beforeAll(async () => {
  site = await openLinkingSite();
  birch = await site.signedIn('birch@example.net');
});
afterAll(() => site.close());

/** Posts to the token endpoint with the client's credentials where a case has them. */
function ask(where: 'body' | 'header' | 'both', form: Record<string, string>): Promise<TokenReply> {
  const inBody = { client_id: google.id, client_secret: google.secret };
  const body = new URLSearchParams({ ...form, ...(where !== 'header' && inBody) });
  const pair = [google.id, google.secret].map(encodeURIComponent).join(':');
  const authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
  return call(site, 'token', body, where === 'body' ? {} : { headers: { authorization } });
}

test.each(cases)('%s', async (_name, { stateLengths, credentials, steps }) => {
  for (const length of stateLengths) {
    const state = randomBytes(length).toString('base64url').slice(0, length);
    const agreed = await decide(birch, 'agree', authorizePath({ state, user_locale: 'en-US' }));
    const back = new URL(agreed.location);
    expect(back.searchParams.get('state')).toBe(state);
    const code = back.searchParams.get('code') ?? '';
    let token = '';
    for (const step of steps) {
      if (step.do === 'authorize') {
        expect(agreed.status).toBe(step.expect);
        continue;
      }
      const form: Record<string, string> =
        step.do === 'exchange'
          ? { grant_type: 'authorization_code', code, redirect_uri: redirectUri }
          : { grant_type: 'refresh_token', refresh_token: token };
      const replies = await Promise.all(
        Array.from({ length: step.times }, () => ask(credentials, form)),
      );
      for (const { status, body } of replies) {
        expect([status, body['error']]).toEqual([step.expect, step.error]);
        if (status !== 200) continue;
        token = (body['refresh_token'] as string | undefined) ?? token;
        expect((await userInfo(site, String(body['access_token']))).status).toBe(200);
      }
    }
  }
});

test('none of them was left out', () => {
  expect(cases).toHaveLength(5);
});
