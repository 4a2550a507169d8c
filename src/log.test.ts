import { expect, test } from '@jest/globals';
import { createLog, redactText } from './log.ts';

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
