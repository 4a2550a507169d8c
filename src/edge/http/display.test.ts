import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import express from 'express';
import { listen } from '../../simulator/client/testing/listen.ts';
import { openDisplaySite, silentLog } from '../../workshop/testing/display-site.ts';
import type { DisplaySite } from '../../workshop/testing/display-site.ts';
import { createDisplay } from './display.ts';

let site: DisplaySite;

beforeEach(async () => {
  site = await openDisplaySite();
});
afterEach(() => site.close());

describe('pages', () => {
  test('a display that is not linked offers to link', async () => {
    const answer = await site.browser().go('/display');
    expect(answer.status).toBe(200);
    expect(await answer.text()).toMatch(/data-state="unlinked"[^]*action="\/display\/link"/);
  });

  test('one that was linked before says so, and what may have unlinked it', async () => {
    const answer = await fetch(`${site.origin}/display`, {
      headers: { cookie: `casement_display=${'x'.repeat(43)}` },
    });
    expect(await answer.text()).toMatch(/data-state="unlinked"[^]*the bridge was started anew/);
    expect(await (await site.browser().go('/display')).text()).not.toContain('started anew');
  });

  test('a linked one gets the cameras view', async () => {
    const one = site.browser();
    const back = await one.link();
    expect([back.status, back.headers.get('location')]).toEqual([303, '/display']);
    expect(await (await one.onward(back)).text()).toContain('data-state="loading"');
  });

  test('run nothing but our own scripts and are kept by no cache', async () => {
    const one = site.browser();
    for (const path of ['/display', '/display/linked?state=x&code=y', '/display/nothing']) {
      const { headers } = await one.go(path);
      expect(headers.get('cache-control')).toBe('private, no-store');
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).not.toContain('unsafe');
    }
  });

  test('are private by themselves, whatever app they are put into', async () => {
    const { client } = site.bridge;
    const parts = { client, now: Date.now, log: silentLog, secure: false };
    const bare = await listen(
      express().use(createDisplay({ ...parts, origin: () => site.origin }).routes),
    );
    const paths = ['/display', '/display/linked', '/display/api/sync'];
    const answers = await Promise.all(paths.map((path) => fetch(bare.origin + path)));
    await bare.close();
    for (const { headers } of answers) {
      expect(headers.get('cache-control')).toBe('private, no-store');
      expect(headers.get('vary')).toContain('Cookie');
    }
  });

  test('`localhost` leads to the address that the link comes back to', async () => {
    const { port } = new URL(site.origin);
    const answer = await fetch(`http://localhost:${port}/display?camera=c`, { redirect: 'manual' });
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe(`${site.origin}/display?camera=c`);
  });

  test('a proxy that leaves the port out of `Host` is not led in a circle', async () => {
    const { hostname: host } = new URL(site.origin);
    const asking = request(`${site.origin}/display`, { headers: { host } }).end();
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    answer.resume();
    expect(answer.statusCode).toBe(200);
  });
});

describe('the cookie', () => {
  test('is out of reach of scripts and other sites', async () => {
    const answer = await site.browser().post('/display/link');
    expect(answer.headers.get('set-cookie')).toMatch(
      /^casement_display=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/,
    );
  });

  test('over https belongs to this host alone', async () => {
    await site.close();
    site = await openDisplaySite(true);
    const answer = await site.browser().post('/display/link');
    expect(answer.headers.get('set-cookie')).toMatch(
      /^__Host-casement_display=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
    );
  });

  test('sent twice is nobody’s', async () => {
    const one = site.browser();
    const cookie = (await one.link()).headers.get('set-cookie')?.split(';')[0] ?? '';
    const headers = { origin: site.origin, cookie: `${cookie}; casement_display=x` };
    const answer = await fetch(`${site.origin}/display/api/sync`, { method: 'POST', headers });
    expect(answer.status).toBe(401);
  });
});

describe('linking', () => {
  test('sends the browser to authorize with state and an S256 challenge', async () => {
    const answer = await site.browser().post('/display/link');
    const url = new URL(answer.headers.get('location') ?? '');
    expect(url.origin + url.pathname).toBe(`${site.origin}/oauth/authorize`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: site.bridge.client.id,
      redirect_uri: `${site.origin}/display/linked`,
      response_type: 'code',
      state: expect.stringMatching(/^\d+\.[\w-]{43}\.[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
  });

  test('that another display began is a clear 400, and the code is not spent', async () => {
    const [mine, other] = [site.browser(), site.browser()];
    const consented = await mine.onward(await mine.post('/display/link'));
    await other.post('/display/link');
    const refused = await other.onward(consented);
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('not started on this display');
    expect(refused.headers.get('set-cookie')).toBeNull();
    expect(site.bridge.tokenCalls).toEqual({});
    expect((await mine.onward(consented)).status).toBe(303);
  });

  test('that the bridge refuses is a 400 too; that it cannot answer, a 503', async () => {
    for (const [theirs, ours] of [
      [400, 400],
      [500, 503],
    ] as const) {
      site.bridge.tokenStatus = theirs;
      const answer = await site.browser().link();
      expect(answer.status).toBe(ours);
      expect(await answer.text()).toContain('could not be linked');
    }
  });

  test('turned down says so and lets one try again', async () => {
    const one = site.browser();
    const url = new URL((await one.post('/display/link')).headers.get('location') ?? '');
    const state = url.searchParams.get('state') ?? '';
    const answer = await one.go(`/display/linked?error=access_denied&state=${state}`);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toMatch(/Nothing was linked[^]*action="\/display\/link"/);
  });

  test('a refusal that this display did not ask for is a 400', async () => {
    const answer = await site.browser().go('/display/linked?error=access_denied&state=x');
    expect(answer.status).toBe(400);
  });

  test('a linked display is not linked over', async () => {
    const one = site.browser();
    await one.link();
    const answer = await one.post('/display/link');
    expect(answer.headers.get('location')).toBe('/display');
  });
});
