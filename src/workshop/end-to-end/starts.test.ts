/**
 * What stands before anything else when the bridge starts, and what it says once it has started.
 *
 * @takes 16 s
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { markRestore } from '../../bridge/data-folder/restore-mark.ts';
import { Playing } from '../testing/playing.ts';

jest.setTimeout(240_000);

let house: Playing;

beforeEach(async () => {
  house = await Playing.open();
});
afterEach(() => house.place.close());

const inline = (text: string): string => `data:text/javascript,${encodeURIComponent(text)}`;

test('a stop by signal is heard before the bridge is even loaded', async () => {
  const hooks = inline(`export function resolve(name, context, next) {
    if (/\\/process\\/run\\.|\\/run-\\w+\\.js$/.test(name)) process.kill(process.pid, 'SIGUSR2');
    return next(name, context);
  }`);
  const preload = inline(
    `import { register } from 'node:module'; register(${JSON.stringify(hooks)});`,
  );
  await house.begin({ NODE_OPTIONS: `--import=${preload}` });
  expect(await house.executed()).toBe('streamUnavailable');
});

test('on what a restore left half done it does not start', async () => {
  const data = join(house.place.folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  markRestore(data);
  const { code, output } = await house.place.startRefused();
  expect(code).toBe(1);
  expect(output).toContain('was cut off: run casement restore <file> --over again');
});

test('the process to signal is told, however little is logged', async () => {
  await house.place.configure(
    [
      'PUBLIC_URL=https://cameras.example.net',
      'GOOGLE_PROJECT_ID=my-home-cameras',
      'OAUTH_CLIENT_ID=google-home',
      'OAUTH_CLIENT_SECRET=l1Wk0m2Zq8Yc4Vt6Rr9Xs3Nf5Bd7Hg',
      'LOG_LEVEL=silent',
      'TRIPWIRE=off',
    ].join('\n'),
  );
  const { output } = await house.place.startReal();
  const file = readFileSync(join(house.place.folder, 'data', 'bridge.json'), 'utf8');
  const { pid } = JSON.parse(file) as { pid: number };
  expect(output()).toBe(`casement: process ${pid} (kill -USR2 ${pid} stops all delivery)\n`);
});

test('an FFMPEG that is no program is refused with its line', async () => {
  await house.place.configure(
    [
      'FFMPEG=/nope',
      'PUBLIC_URL=https://cameras.example.net',
      'GOOGLE_PROJECT_ID=my-home-cameras',
      'OAUTH_CLIENT_ID=google-home',
      'OAUTH_CLIENT_SECRET=l1Wk0m2Zq8Yc4Vt6Rr9Xs3Nf5Bd7Hg',
      'TRIPWIRE=off',
    ].join('\n'),
  );
  const { code, output } = await house.place.startRefused();
  expect(code).toBe(1);
  expect(output).toContain('FFMPEG (.env line 1): is no program that this user may run');
});
