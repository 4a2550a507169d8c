import { expect, test } from '@jest/globals';
import { RtspFault } from './rtsp/fault.ts';
import { createLookup } from './lookup.ts';

const failing = (code: string) => async (): Promise<never> => {
  throw Object.assign(new Error(code), { code });
};

test('an address needs no asking', async () => {
  const lookup = createLookup({ ask: failing('X'), system: failing('X') });
  expect(await lookup('127.0.0.1')).toEqual(['127.0.0.1']);
  expect(await lookup('::1')).toEqual(['::1']);
});

test('the name server first, the system where it knows no such name', async () => {
  const system = async () => ['10.0.0.2'];
  expect(
    await createLookup({ ask: async () => ['10.0.0.1', '10.0.0.9'], system })('cam.lan'),
  ).toEqual(['10.0.0.1', '10.0.0.9']);
  expect(await createLookup({ ask: failing('ENOTFOUND'), system })('cam.lan')).toEqual([
    '10.0.0.2',
  ]);
  expect((await createLookup()('localhost'))[0]).toMatch(/^(127\.|::1)/);
});

test('a name server that does not answer holds no thread of the system', async () => {
  let asked = 0;
  const system = async () => [String((asked += 1))];
  const lookup = createLookup({ ask: failing('ETIMEOUT'), system });
  await expect(lookup('cam.lan')).rejects.toEqual(new RtspFault('unresolved'));
  expect(asked).toBe(0);
});

test('the system is asked for one name at a time, and goes on after a failure', async () => {
  const waiting: ((answer: string | Error) => void)[] = [];
  const system = (): Promise<readonly string[]> =>
    new Promise((resolve, reject) => {
      waiting.push((answer) => (answer instanceof Error ? reject(answer) : resolve([answer])));
    });
  const lookup = createLookup({ ask: failing('ENOTFOUND'), system });
  const first = lookup('a.lan').catch((error: unknown) => error);
  const second = lookup('b.lan');
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(waiting).toHaveLength(1);
  waiting[0]?.(new Error('none'));
  expect(await first).toEqual(new RtspFault('unresolved'));
  await new Promise((resolve) => setTimeout(resolve, 10));
  waiting[1]?.('10.0.0.3');
  expect(await second).toEqual(['10.0.0.3']);
});
