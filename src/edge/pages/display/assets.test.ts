import { expect, test } from '@jest/globals';
import { createAssets } from './assets.ts';
import { linkedPage, sorryPage, unlinkedPage } from './shell.ts';

const own = /["'](\/display\/[\w./-]+\.(?:js|ts|css|svg))["']/g;
const relative = /(?:from|import)\s*["']\.\/([\w.-]+)["']/g;

test('everything that the pages and their modules load is there', async () => {
  const assets = createAssets();
  const seen = new Set<string>();
  const queue = ['/display/app/main.js'];
  for (const page of [linkedPage(), unlinkedPage(), sorryPage('a', 'b')]) {
    for (const [, path] of page.matchAll(own)) queue.push(path ?? '');
  }
  for (const path of queue) {
    if (seen.has(path)) continue;
    seen.add(path);
    const found = await assets.find(path.replace('/display/', ''));
    expect([path, found?.body === undefined]).toEqual([path, false]);
    if (!path.startsWith('/display/app/')) continue;
    for (const [, next] of found?.body.matchAll(own) ?? []) queue.push(next ?? '');
    for (const [, next] of found?.body.matchAll(relative) ?? []) queue.push(`/display/app/${next}`);
  }
  expect(seen).toContain('/display/app/stamp-worker.js');
  expect(seen).toContain('/display/hls.js');
  expect(seen).toContain('/display/jsqr.js');
  expect(seen).toContain('/display/icon.svg');
});

test('modules come as JavaScript, without their types', async () => {
  const main = await createAssets().find('app/main.js');
  expect(main?.body).not.toMatch(/import type|: Promise</);
});

test('the tag follows the content', async () => {
  const assets = createAssets();
  const tags = [await assets.find('display.css'), await assets.find('icon.svg')];
  expect(tags[0]?.etag).not.toBe(tags[1]?.etag);
  expect((await createAssets().find('icon.svg'))?.etag).toBe(tags[1]?.etag);
});

test('what a note says is text, not HTML', () => {
  expect(sorryPage('<b>', '<i>')).not.toMatch(/<b>|<i>/);
});
