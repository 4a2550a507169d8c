import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { createLog, redactText } from './log.ts';
import { tsNode } from './testing/run-ts.ts';

function lineOf(write: (log: ReturnType<typeof createLog>) => void): string {
  let line = '';
  write(createLog('info', { write: (text) => (line += text) }));
  return line;
}

test('fields that could hold a secret are struck out, at every usual depth', () => {
  const line = lineOf((log) =>
    log.info({ token: 'hush1', a: { password: 'hush2', b: { rtsp: 'hush3' } } }, 'said'),
  );
  expect(line).toContain('said');
  expect(line).not.toContain('hush');
});

test('an error keeps its words but loses addresses with credentials and tokens', () => {
  const token = 'eyJhbGciOiJFUzI1NiJ9xx.eyJzdWIiOiJhX2FiYyJ9yy.c2lnbmF0dXJlc2lnbmF0dXJl';
  const cause = new Error(`connect rtsp://admin:hush@10.0.0.9:554/front failed with ${token}`);
  const line = lineOf((log) => log.error({ err: new Error('camera failed', { cause }) }));
  expect(line).toContain('camera failed');
  expect(line).toContain('connect rtsp://[redacted]');
  expect(line).not.toMatch(/hush|eyJ/);
});

test('an ordinary text stays as it is', () => {
  expect(redactText('see https://example.net/docs for more')).toBe(
    'see https://example.net/docs for more',
  );
});

test('a full disk under the log costs lines, and neither the process nor its end', () => {
  const log = new URL('log.ts', import.meta.url).href;
  const program = `
    import { createLog } from ${JSON.stringify(log)};
    const log = createLog('info');
    let left = 20;
    const timer = setInterval(() => {
      log.info('a line');
      if ((left -= 1) === 0) clearInterval(timer);
    }, 5);
    process.on('exit', (code) => console.error('ended with', code));`;
  const full = openSync('/dev/full', 'w');
  const { stderr, status, signal } = spawnSync(
    process.execPath,
    [...tsNode, '--input-type=module', '--eval', program],
    { stdio: ['ignore', full, 'pipe'], encoding: 'utf8', timeout: 30_000 },
  );
  closeSync(full);
  expect({ status, signal, stderr }).toEqual({ status: 0, signal: null, stderr: 'ended with 0\n' });
});
