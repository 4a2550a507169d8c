import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openDisplaySite } from '../../workshop/testing/display-site.ts';
import type { DisplaySite } from '../../workshop/testing/display-site.ts';

let site: DisplaySite;

beforeEach(async () => {
  site = await openDisplaySite();
});
afterEach(() => site.close());

describe('asking', () => {
  const sync = {
    payload: {
      agentUserId: 'a',
      devices: [{ id: 'd1', type: 'action.devices.types.CAMERA', name: { name: 'Garden' } }],
    },
  };
  const states = { cameraStreamProtocol: 'hls', cameraStreamAccessUrl: 'https://b/i.m3u8' };
  const execute = { payload: { commands: [{ ids: ['d1'], status: 'SUCCESS', states }] } };

  beforeEach(() => {
    const devices = { d1: { online: true, status: 'SUCCESS' } };
    Object.assign(site.bridge.answers, { SYNC: sync, QUERY: { payload: { devices } } });
    site.bridge.answers['EXECUTE'] = execute;
  });

  test('goes to the webhook, and no token comes to the browser', async () => {
    const one = site.browser();
    const heard = [await one.link()];
    heard.push(await one.post('/display/api/sync', {}));
    heard.push(await one.post('/display/api/query', { deviceIds: ['d1'] }));
    heard.push(await one.post('/display/api/execute', { deviceId: 'd1', protocols: ['hls'] }));
    const bodies = await Promise.all(heard.map((answer) => answer.text()));
    expect(bodies.slice(1).map((body): unknown => JSON.parse(body))).toEqual([
      { cameras: [{ id: 'd1', name: 'Garden', kind: 'camera', protocols: [] }] },
      { online: { d1: true }, why: {} },
      { ok: true, protocol: 'hls', url: 'https://b/i.m3u8' },
    ]);
    expect(site.bridge.asked.map(({ intent }) => intent)).toEqual(['SYNC', 'QUERY', 'EXECUTE']);
    const everything = bodies.join() + JSON.stringify(heard.map(({ headers }) => [...headers]));
    for (const { bearer } of site.bridge.asked) expect(everything).not.toContain(bearer);
    expect(everything).not.toContain(site.bridge.client.secret);
    for (const { headers } of heard) expect(headers.get('cache-control')).toContain('no-store');
  });

  test('passes on the protocols and whether it is for a Chromecast', async () => {
    const one = site.browser();
    await one.link();
    const wish = { deviceId: 'd1', protocols: ['webrtc', 'hls'], chromecast: true };
    await one.post('/display/api/execute', wish);
    expect(JSON.stringify(site.bridge.asked.at(-1)?.payload)).toContain(
      '"params":{"StreamToChromecast":true,"SupportedStreamProtocols":["webrtc","hls"]}',
    );
  });

  test('without a link is 401', async () => {
    for (const verb of ['sync', 'query', 'execute', 'unlink']) {
      const body = { deviceIds: [], deviceId: 'd1', protocols: ['hls'] };
      const answer = await site.browser().post(`/display/api/${verb}`, body);
      expect([verb, answer.status]).toEqual([verb, 401]);
    }
  });

  test('without a link is 401 before a byte of what is asked is read', async () => {
    for (const verb of ['query', 'execute']) {
      const answer = await site.browser().post(`/display/api/${verb}`, 'no wish', {
        'content-type': 'text/plain',
      });
      expect([verb, answer.status]).toEqual([verb, 401]);
    }
  });

  test('by a page of another site is 403, whatever the verb', async () => {
    const one = site.browser();
    await one.link();
    const evil = { origin: 'https://evil.example' };
    const crossSite = { 'sec-fetch-site': 'cross-site' };
    for (const path of ['link', 'api/sync', 'api/query', 'api/execute', 'api/unlink']) {
      for (const headers of [evil, crossSite]) {
        const answer = await one.post(`/display/${path}`, {}, headers);
        expect([path, answer.status]).toEqual([path, 403]);
      }
    }
    expect(site.bridge.asked).toEqual([]);
  });

  test.each([
    {},
    { deviceId: 'd1' },
    { deviceId: 'd1', protocols: [] },
    { deviceId: 'd1', protocols: ['dash'] },
    { deviceId: ['d1'], protocols: ['hls'] },
    { deviceId: 'd1', protocols: ['hls'], chromecast: 'yes' },
  ])('with a malformed wish is 400: %j', async (wish) => {
    const one = site.browser();
    await one.link();
    expect((await one.post('/display/api/execute', wish)).status).toBe(400);
    expect(site.bridge.asked).toEqual([]);
  });

  test('two browsers are two displays', async () => {
    const [one, two] = [site.browser(), site.browser()];
    await one.link();
    await two.link();
    await one.post('/display/api/unlink', {});
    expect((await one.post('/display/api/sync', {})).status).toBe(401);
    expect((await two.post('/display/api/sync', {})).status).toBe(200);
  });

  test('unlinking disconnects and takes the cookie away', async () => {
    const one = site.browser();
    await one.link();
    const answer = await one.post('/display/api/unlink', {});
    expect(answer.status).toBe(200);
    expect(answer.headers.get('set-cookie')).toMatch(/^casement_display=; Max-Age=0; /);
    expect(site.bridge.asked.map(({ intent }) => intent)).toEqual(['DISCONNECT']);
  });
});
