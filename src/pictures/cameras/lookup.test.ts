import { afterEach, describe, expect, test } from '@jest/globals';
import {
  type NameAnswer,
  nameServer,
  type NameServer,
} from '../../workshop/testing/name-server.ts';
import { partly } from '../../wall/partitions/found-addresses.ts';
import { RtspFault } from './rtsp/fault.ts';
import { createLookup, network } from './lookup.ts';
import { until } from '../../workshop/until.ts';

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

test('of a name that gives addresses without end the first are taken', async () => {
  const many = Array.from({ length: 4_000 }, (_, at) => `10.0.${at >> 8}.${at & 255}`);
  const none = async (): Promise<readonly string[]> => [];
  const all = await createLookup({ ask: async () => many, system: none })('cam.lan');
  expect([...all]).toEqual(many.slice(0, 16));
  expect(all.partial).toBe(true);
  const known = await createLookup({ ask: none, system: async () => many })('cam.lan');
  expect([known.length, known.partial]).toEqual([16, true]);
  const some = await createLookup({ ask: async () => partly(many), system: none })('cam.lan');
  expect([some.length, some.partial]).toEqual([16, true]);
  const few = await createLookup({ ask: async () => many.slice(0, 16), system: none })('cam.lan');
  expect([few.length, few.partial]).toEqual([16, undefined]);
});

test('a name server that does not answer holds no thread of the system', async () => {
  let asked = 0;
  const system = async () => [String((asked += 1))];
  const lookup = createLookup({ ask: failing('ETIMEOUT'), system });
  await expect(lookup('cam.lan')).rejects.toEqual(new RtspFault('unanswered'));
  expect(asked).toBe(0);
});

test.each([
  ['unresolved', 'ENOTFOUND', 'ENOTFOUND'],
  ['unresolved', 'ECONNREFUSED', 'ENOTFOUND'],
  ['unanswered', 'ECONNREFUSED', 'EAI_AGAIN'],
  ['unanswered', 'ESERVFAIL', 'ENOTFOUND'],
] as const)(
  'a name is %s where the name server says %s and the system %s',
  async (reason, there, here) => {
    const lookup = createLookup({ ask: failing(there), system: failing(here) });
    await expect(lookup('cam.lan')).rejects.toEqual(new RtspFault(reason));
  },
);

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

test('a name that took the system long waits apart from all others from then on', async () => {
  let now = 0;
  const asked: string[] = [];
  let goOn: (() => void) | undefined;
  const system = async (host: string): Promise<readonly string[]> => {
    asked.push(host);
    if (host === 'slow.lan') {
      await new Promise<void>((resolve) => (goOn = resolve));
      now += 5_000;
    }
    return ['10.0.0.4'];
  };
  const lookup = createLookup({ ask: failing('ENOTFOUND'), system }, () => now);
  const first = lookup('slow.lan');
  const behind = lookup('quick.lan');
  const answerFirst = await until(() => goOn);
  expect(asked).toEqual(['slow.lan']);
  answerFirst();
  expect([await first, await behind]).toEqual([['10.0.0.4'], ['10.0.0.4']]);
  goOn = undefined;
  const again = lookup('slow.lan');
  const answerAgain = await until(() => goOn);
  expect(await lookup('quick.lan')).toEqual(['10.0.0.4']);
  answerAgain();
  await again;
});

test('a name that is asked for again before the system has answered stands in the row once', async () => {
  const waiting: (() => void)[] = [];
  const system = (): Promise<readonly string[]> =>
    new Promise((resolve) => void waiting.push(() => resolve(['10.0.0.5'])));
  const lookup = createLookup({ ask: failing('ENOTFOUND'), system });
  const all = Array.from({ length: 20 }, () => lookup('slow.lan'));
  const other = lookup('other.lan');
  const asked = async (count: number) => {
    await until(() => waiting.length >= count);
  };
  await asked(1);
  waiting[0]?.();
  expect(await Promise.all(all)).toEqual(Array.from({ length: 20 }, () => ['10.0.0.5']));
  await asked(2);
  expect(waiting).toHaveLength(2);
  waiting[1]?.();
  expect(await other).toEqual(['10.0.0.5']);
  const again = lookup('slow.lan');
  await asked(3);
  waiting[2]?.();
  await again;
});

describe('a name server', () => {
  const servers: NameServer[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });

  /** What the lookup returns if a name has these, and the system knows 10.0.0.9. */
  async function found(four: NameAnswer, six: NameAnswer) {
    const server = await nameServer((family) => (family === 4 ? four : six));
    servers.push(server);
    const sources = { ...network([server.address]), system: async () => ['10.0.0.9'] };
    const addresses = await createLookup(sources)('cam.example');
    return { addresses: [...addresses], partial: addresses.partial ?? false };
  }
  const [four, six] = [['10.0.0.1', '10.0.0.2'], ['fd00::7']];

  test.each<[string, NameAnswer, NameAnswer, readonly string[]]>([
    ['both kinds of address', four, six, [...four, ...six]],
    ['IPv4 alone', four, 'none', four],
    ['IPv6 alone', 'none', six, six],
    ['no address', 'none', 'none', ['10.0.0.9']],
    ['no such name', 'unknown', 'unknown', ['10.0.0.9']],
  ])('that gives %s is believed', async (_what, ipv4, ipv6, addresses) => {
    expect(await found(ipv4, ipv6)).toEqual({ addresses, partial: false });
  });

  test.each<[string, NameAnswer, NameAnswer, readonly string[]]>([
    ['says nothing of IPv6', four, 'silent', four],
    ['fails at IPv6', four, 'failing', four],
    ['says nothing of IPv4', 'silent', six, six],
    ['fails at IPv4', 'failing', six, six],
    ['fails at both', 'failing', 'failing', ['10.0.0.9']],
    ['fails at one and has none of the other', 'none', 'failing', ['10.0.0.9']],
  ])('that %s may know of other addresses', async (_what, ipv4, ipv6, addresses) => {
    expect(await found(ipv4, ipv6)).toEqual({ addresses, partial: true });
  });

  test.each<[string, NameAnswer, NameAnswer]>([
    ['says nothing', 'silent', 'silent'],
    ['says nothing of IPv6, and has no IPv4', 'none', 'silent'],
    ['says nothing of IPv4, and fails at IPv6', 'silent', 'failing'],
  ])('that %s leaves it open whether there is such a name', async (_what, ipv4, ipv6) => {
    await expect(found(ipv4, ipv6)).rejects.toEqual(new RtspFault('unanswered'));
  });

  test('that is not there at all leaves it to the system, as the whole answer', async () => {
    const gone = await nameServer(() => 'silent');
    await gone.close();
    const sources = { ...network([gone.address]), system: async () => ['10.0.0.9'] };
    const addresses = await createLookup(sources)('cam.example');
    expect([addresses.partial, ...addresses]).toEqual([undefined, '10.0.0.9']);
  });
});
