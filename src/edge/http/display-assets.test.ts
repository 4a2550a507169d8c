import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openDisplaySite } from '../../workshop/testing/display-site.ts';
import type { DisplaySite } from '../../workshop/testing/display-site.ts';

let site: DisplaySite;

beforeEach(async () => {
  site = await openDisplaySite();
});
afterEach(() => site.close());

describe('scripts and styles', () => {
  test.each([
    ['display.css', 'text/css; charset=utf-8'],
    ['icon.svg', 'image/svg+xml'],
    ['hls.js', 'text/javascript; charset=utf-8'],
    ['jsqr.js', 'text/javascript; charset=utf-8'],
    ['app/main.js', 'text/javascript; charset=utf-8'],
  ])('%s may be cached by anybody', async (name, type) => {
    const answer = await site.browser().go(`/display/${name}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')?.startsWith(type)).toBe(true);
    expect(answer.headers.get('cache-control')).toMatch(/^public, max-age=/);
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  test('are not sent again to who has them', async () => {
    const one = site.browser();
    const etag = (await one.go('/display/display.css')).headers.get('etag') ?? '';
    const again = await one.go('/display/display.css', {
      headers: { 'if-none-match': etag, 'cache-control': 'max-age=0' },
    });
    expect(again.status).toBe(304);
  });

  test.each(['app/', 'app/none.js', 'app/..%2fassets.ts', 'app/vendor.d.ts', 'constructor'])(
    'there is no %s',
    async (name) => {
      expect((await site.browser().go(`/display/${name}`)).status).toBe(404);
    },
  );
});
