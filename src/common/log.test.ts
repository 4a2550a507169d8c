import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { expect, jest, test } from '@jest/globals';
import { lineForPeople } from './log-for-people.ts';
import { onBehalfOf } from './log-lane.ts';
import { createLog, type Log, redactText } from './log.ts';
import { tsNode } from '../workshop/testing/run-ts.ts';

function lineOf(write: (log: ReturnType<typeof createLog>) => void): string {
  let line = '';
  write(createLog('info', { write: (text) => (line += text) }));
  return line;
}

test('fields that could hold a secret are struck out, at every usual depth', () => {
  const line = lineOf((log) =>
    log.info(
      { token: 'hush1', a: { password: 'hush2', b: { rtsp: 'hush3', stream: 'hush4' } } },
      'said',
    ),
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

test('a JSON line tells its time by ISO 8601 and its level by a word', () => {
  const before = Date.now();
  const { time, ...rest } = JSON.parse(lineOf((log) => log.warn({ device: 'd_1' }, 'said')));
  expect(rest).toEqual({ level: 'warn', service: 'casement', device: 'd_1', msg: 'said' });
  expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(Date.parse(time)).toBeGreaterThanOrEqual(before);
});

test('a line for people has local time, the level, the words, then the fields', () => {
  const line = lineOf((log) => log.warn({ device: 'd_1', made: 'by us', n: 3, of: ['a'] }, 'said'));
  const { time } = JSON.parse(line) as { time: string };
  const local = new Date(time).toTimeString().slice(0, 8);
  const ms = time.slice(-5, -1);
  expect(lineForPeople(line, false)).toBe(
    `${local}${ms} WARN  said  device=d_1  made="by us"  n=3  of=["a"]\n`,
  );
  expect(lineForPeople(line, true)).toContain('\u001b[33mWARN \u001b[0m said');
});

test('an error’s stack stands on lines of its own', () => {
  const [first, second] = lineForPeople(
    lineOf((log) => log.error({ err: new TypeError('broken') }, 'oh')),
    false,
  ).split('\n');
  expect(first).toMatch(/ ERROR oh  err=\{"type":"TypeError","message":"broken"\}$/);
  expect(second).toMatch(/^ +at /);
});

test('no control character of a camera reaches the terminal', () => {
  const evil = 'a\u001b[2J\u009b1m\u202eb\nc\u2028';
  const err = new Error(evil);
  err.stack = `Error\n${evil}`;
  const line = lineForPeople(
    lineOf((log) => log.warn({ server: evil, [evil]: 1, bare: 'a\u009bb', err }, evil)),
    false,
  );
  expect(line.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u2028\u202e]/u);
  expect(line).toContain(String.raw`a\u001b[2J\u009b1m\u202eb\u000ac\u2028`);
});

test.each([
  ['json', { stdout: expect.stringMatching(/^\{"level":"info"/) }],
  ['auto', { stdout: expect.stringMatching(/^\{"level":"info"/) }],
  ['pretty', { stdout: expect.stringMatching(/^[\d:.]{12} INFO  a line\n$/) }],
])('LOG_FORMAT=%s, where standard output is no terminal', (format, wanted) => {
  const log = new URL('log.ts', import.meta.url).href;
  const program = `
    import { createLog } from ${JSON.stringify(log)};
    createLog('info', ${JSON.stringify(format)}).info('a line');`;
  const args = [...tsNode(), '--input-type=module', '--eval', program];
  const ran = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 30_000 });
  expect(ran).toMatchObject({ status: 0, stderr: '', ...wanted });
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
    [...tsNode(), '--input-type=module', '--eval', program],
    { stdio: ['ignore', full, 'pipe'], encoding: 'utf8', timeout: 30_000 },
  );
  closeSync(full);
  expect({ status, signal, stderr }).toEqual({ status: 0, signal: null, stderr: 'ended with 0\n' });
});

test('of a flood of lines that say the same so many are written, and the rest are counted', () => {
  jest.useFakeTimers();
  try {
    const lines: { msg: string; leftOut?: unknown; level: string }[] = [];
    const log = createLog('info', { write: (text) => void lines.push(JSON.parse(text)) });
    const child = log.child({ request: 'r' });
    for (let n = 0; n < 5_000; n += 1) {
      child.warn({ error: n % 2 === 0 ? 'invalid_client' : 'invalid_grant' }, 'client refused');
    }
    log.warn({ failure: { code: 'storage-down' } }, 'cannot answer');
    expect(lines).toHaveLength(31);
    jest.advanceTimersByTime(60_000);
    expect(lines).toHaveLength(32);
    expect(lines.at(-1)).toMatchObject({
      level: 'warn',
      leftOut: { 'client refused': { invalid_client: 2_485, invalid_grant: 2_485 } },
    });
    log.warn({}, 'client refused');
    expect(lines).toHaveLength(33);
    jest.advanceTimersByTime(60_000);
    expect(lines).toHaveLength(33);
  } finally {
    jest.useRealTimers();
  }
});

test('an alarm is always written, and a code that strangers make up takes no room', () => {
  jest.useFakeTimers();
  try {
    const lines: { leftOut?: Record<string, object> }[] = [];
    const log = createLog('info', { write: (text) => void lines.push(JSON.parse(text)) });
    for (let n = 0; n < 100; n += 1) log.error({ alarm: 'foreign-stamp' }, 'stopped');
    expect(lines).toHaveLength(100);
    for (let n = 0; n < 999; n += 1) log.warn({ code: `made up ${n}` }, 'refused');
    jest.advanceTimersByTime(60_000);
    const counts = lines.at(-1)?.leftOut?.['refused'] ?? {};
    expect(Object.keys(counts)).toHaveLength(21);
    expect(Object.values(counts).reduce((sum: number, one: number) => sum + one, 0)).toBe(969);
  } finally {
    jest.useRealTimers();
  }
});

const from = (network: string) => ({ account: undefined, network });

/** Writes within one minute; returns what was written. */
function within(minute: (log: Log) => void): Record<string, unknown>[] {
  jest.useFakeTimers();
  try {
    const lines: Record<string, unknown>[] = [];
    minute(createLog('info', { write: (text) => void lines.push(JSON.parse(text)) }));
    return lines;
  } finally {
    jest.useRealTimers();
  }
}

test('however many lines one account makes, those about another are written', () => {
  const lines = within((log) => {
    for (let n = 0; n < 500; n += 1)
      log.warn({ account: 'a_1', device: `made up ${n}` }, 'refused');
    const who = { account: 'a_3', network: '10.0.0.1' };
    for (let n = 0; n < 500; n += 1) log.warn(onBehalfOf(who, { device: `d_${n}` }), 'refused');
    for (let n = 0; n < 30; n += 1) log.warn({ account: 'a_2' }, 'refused');
    for (let n = 0; n < 200; n += 1) log.warn({ device: `d_${n}` }, 'refused');
  });
  const of = (account: string) => lines.filter((line) => line['account'] === account).length;
  expect([of('a_1'), of('a_2'), lines.length]).toEqual([30, 30, 290]);
});

test('nor is it hidden by very many accounts: a few of each are written, and in all so many', () => {
  const lines = within((log) => {
    for (let n = 0; n < 20; n += 1) {
      for (let m = 0; m < 30; m += 1) log.warn({ session: `s_${n}` }, 'refused');
    }
    for (let n = 0; n < 30; n += 1) log.warn({ account: 'a_2' }, 'refused');
    for (let n = 0; n < 20_000; n += 1) log.warn({ device: `d_${n}` }, 'refused');
  });
  expect(lines.filter((line) => line['account'] === 'a_2')).toHaveLength(3);
  expect(lines).toHaveLength(20 * 30 + 10_000);
});

test('strangers share one measure, hide nobody who is known, and their network is not written', () => {
  const lines = within((log) => {
    for (let n = 0; n < 500; n += 1)
      log.warn(onBehalfOf(from('10.0.0.1'), { code: 'not-found' }), 'refused');
    for (let n = 0; n < 5_000; n += 1) log.warn(onBehalfOf(from(`10.1.0.${n}`), {}), 'refused');
    for (let n = 0; n < 30; n += 1)
      log.warn(onBehalfOf(from('10.0.0.1'), { device: 'd_1' }), 'refused');
  });
  expect(lines.filter((line) => line['device'] === 'd_1')).toHaveLength(30);
  expect(lines.filter((line) => line['code'] === 'not-found')).toHaveLength(30);
  expect(lines).toHaveLength(30 + 100 + 30);
  expect(JSON.stringify(lines)).not.toMatch(/10\.[01]\.0/);
});
