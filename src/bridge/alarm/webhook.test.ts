import { afterEach, expect, test } from '@jest/globals';
import { startAlarmServer, type AlarmServer } from '../../workshop/testing/alarm-server.ts';
import { postAlarm } from './webhook.ts';

const never = new AbortController().signal;
const alarm = { alarm: 'tripwire' };
const pausesMs = [0, 1, 1];

let server: AlarmServer | undefined;
afterEach(() => server?.close());

test('an alarm is posted once where it is taken', async () => {
  server = await startAlarmServer();
  const reports: object[] = [];
  const report = (what: object): void => void reports.push(what);
  expect(await postAlarm({ url: server.url, report, pausesMs }, alarm, never)).toBe(true);
  expect([server.posted, reports]).toEqual([[alarm], []]);
});

test('one that is refused is posted again, and given up at last', async () => {
  server = await startAlarmServer(2);
  const reports: object[] = [];
  const report = (what: object): void => void reports.push(what);
  const { url } = server;
  expect(await postAlarm({ url, report, pausesMs }, alarm, never)).toBe(true);
  expect(server.posted).toHaveLength(3);
  expect(reports).toEqual([
    { status: 503, tries: 1 },
    { status: 503, tries: 2 },
  ]);
  await server.close();
  server = undefined;
  reports.length = 0;
  expect(await postAlarm({ url, report, pausesMs }, alarm, never)).toBe(false);
  expect(reports).toEqual([1, 2, 3].map((tries) => ({ code: 'ECONNREFUSED', tries })));
});

test('it is not begun once the bridge closes', async () => {
  server = await startAlarmServer();
  const closed = AbortSignal.abort();
  expect(await postAlarm({ url: server.url, report: fail, pausesMs }, alarm, closed)).toBe(false);
  expect(server.posted).toEqual([]);
});

function fail(): never {
  throw new Error('nothing was tried');
}
