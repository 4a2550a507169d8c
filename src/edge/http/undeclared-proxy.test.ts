import { expect, test } from '@jest/globals';
import { warnOfProxies } from './undeclared-proxy.ts';

function watching(trusted: number) {
  const lines: [object, string][] = [];
  const log = {
    debug() {},
    error() {},
    info() {},
    warn: (fields: object, message: string) => void lines.push([fields, message]),
  };
  const time = { now: 5 };
  const look = warnOfProxies(log, trusted, () => time.now);
  return { lines, time, come: (headers: Record<string, string>) => look({ headers }) };
}

test('a proxy that the bridge was not told of is warned of, once an hour, with the mend', () => {
  const { lines, time, come } = watching(0);
  come({ host: 'bridge' });
  expect(lines).toEqual([]);
  for (let n = 0; n < 9; n += 1) come({ 'x-forwarded-for': '203.0.113.7' });
  expect(lines).toHaveLength(1);
  expect(JSON.stringify(lines)).toContain('set TRUSTED_PROXIES');
  expect(JSON.stringify(lines)).not.toContain('203.0.113.7');
  time.now += 3_600_000 - 1;
  come({ forwarded: 'for=203.0.113.7' });
  expect(lines).toHaveLength(1);
  time.now += 1;
  come({ forwarded: 'for=203.0.113.7' });
  expect(lines).toHaveLength(2);
});

test('one that it was told of is not', () => {
  const { lines, come } = watching(1);
  come({ 'x-forwarded-for': '203.0.113.7' });
  expect(lines).toEqual([]);
});
