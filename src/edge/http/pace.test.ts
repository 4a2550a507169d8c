import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Request, Response as Answer } from 'express';
import { until } from '../../workshop/until.ts';
import type { FairGateOptions } from '../../common/fair-gate.ts';
import type { Failure } from '../../common/failures.ts';
import { newAccountId } from '../../identity/ids.ts';
import { askExecute, askQuery, askSync, stream } from '../../workshop/testing/asks.ts';
import {
  type EdgeHouse,
  type EdgeAccount,
  openEdgeHouse,
} from '../../workshop/testing/edge-house.ts';
import { createPace, weightOf } from './pace.ts';
import { overTenant } from '../../workshop/testing/over-tenant.ts';

let edge: EdgeHouse;

const request = (destroyed: boolean) =>
  ({ ip: '192.0.2.1', headers: {}, socket: { destroyed } }) as unknown as Request;
const ascending = (a: number, b: number): number => a - b;
const free = { atOnce: Infinity, perAccount: Infinity, waiting: 9, timeoutMs: 60_000 };

describe('requests of one account', () => {
  afterEach(() => edge.close());

  const accounts: FairGateOptions = { ...free, perAccount: 1, waiting: 1 };
  let paused: number[];
  /** How often the store was asked for an account, and what lets it answer. */
  let looks: string[];
  let answer: () => void;

  async function open(): Promise<void> {
    [paused, looks] = [[], []];
    const answered = new Promise<void>((resolve) => (answer = resolve));
    edge = await openEdgeHouse({
      pace: { accounts, pause: async (ms) => paused.push(ms) },
      store: (real) => ({
        ...overTenant(real, (own, account) => ({
          async look(grant) {
            looks.push(account);
            if (account === edge.birch.account && looks.length > 1) await answered;
            return own.look(grant);
          },
        })),
        async revalidate(footholds) {
          const found = await real.revalidate(footholds);
          // A lease that is over as soon as it is given: whoever is let in has the store asked.
          edge.house.time.wall += 1_000;
          return found;
        },
      }),
    });
  }

  interface Asker {
    readonly ask: () => Promise<Response>;
    /** The same by hand. */
    readonly text: string;
  }

  async function webhookOf({ token }: EdgeAccount): Promise<Asker> {
    const head = `POST /fulfillment HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}`;
    const body = JSON.stringify(askSync());
    const about = `Content-Type: application/json\r\nContent-Length: ${String(body.length)}`;
    return {
      ask: () => edge.post(token, askSync()),
      text: `${head}\r\n${about}\r\n\r\n${body}`,
    };
  }

  /** Asks for one file of a stream that plays. */
  async function liveOf({ proof, device }: EdgeAccount): Promise<Asker> {
    const ticket = await edge.house.partitions.within(proof, async (partition) =>
      partition.ticket(partition.startSession(await partition.device(device), 'hls'), 'bearer'),
    );
    const path = `/live/${ticket}/snapshot.jpg`;
    return {
      ask: () => fetch(`${edge.origin}${path}`),
      text: `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`,
    };
  }

  const kinds: [string, (of: EdgeAccount) => Promise<Asker>, number][] = [
    ['to the webhook', webhookOf, 200],
    // These streams have no pictures, which is said when their turn has come.
    ['for media', liveOf, 404],
  ];

  /** A request that comes whole, and whose sender leaves. */
  async function comeAndGo(text: string): Promise<void> {
    const ours = connect(Number(new URL(edge.origin).port), '127.0.0.1');
    await once(ours, 'connect');
    const { localPort } = ours;
    const theirs = (): Socket | undefined =>
      Array.from(edge.sockets).find(({ remotePort }) => remotePort === localPort);
    ours.write(text);
    await until(() => theirs()?.bytesRead === text.length);
    ours.resetAndDestroy();
    await until(() => theirs() === undefined);
  }

  test.each(kinds)(
    '%s: nothing is done for who is gone before its turn',
    async (_what, askerOf) => {
      await open();
      const { ask, text } = await askerOf(edge.birch);
      looks = ['the one that may be answered'];
      const first = ask();
      await until(() => looks.length === 2);
      await comeAndGo(text);
      answer();
      await first;
      await ask();
      const before = looks.length;
      await ask();
      // All that stayed looked as often as the last one.
      expect(looks.length - 1).toBe(3 * (looks.length - before));
      // Nor is it noted as refused, as it would be if its body were read: that is cut off by now.
      expect(edge.logged.filter((line) => line.includes('cut off'))).toEqual([]);
    },
  );

  test.each(kinds)(
    '%s wait for each other, a flood for its refusal',
    async (_what, askerOf, status) => {
      await open();
      const { ask: birch } = await askerOf(edge.birch);
      const { ask: harbour } = await askerOf(edge.harbour);
      looks = ['the one that may be answered'];
      const first = birch();
      await until(() => looks.length === 2);
      const later = [birch(), birch()];
      const refused = await Promise.race(later);
      expect([refused.status, await refused.json(), paused]).toEqual([
        429,
        { error: 'too-many', message: 'too much is asked for at a time' },
        [2_000],
      ]);
      const lines = edge.logged.map((line, at) => [line, edge.lanes[at]] as const);
      const told = lines.filter(([line]) => line.startsWith('a limit was reached'));
      expect(told.map(([, lane]) => lane)).toEqual([`known ${edge.birch.account}`]);
      // A neighbour does not wait.
      expect((await harbour()).status).toBe(status);
      answer();
      const statuses = (await Promise.all([first, ...later])).map((one) => one.status);
      expect(statuses.toSorted(ascending)).toEqual([status, status, 429]);
    },
  );
});

describe('devices that a request names', () => {
  afterEach(async () => {
    jest.restoreAllMocks();
    await edge.close();
  });

  const ids = (count: number) => Array.from({ length: count }, (_, at) => String(at));

  test.each([
    ['a QUERY of many', askQuery(...ids(160)), 429],
    ['an EXECUTE of many', askExecute(stream(ids(80), []), stream(ids(80), [])), 429],
    ['a QUERY of few', askQuery(...ids(15)), 200],
    ['a SYNC', askSync(), 200],
  ])('weigh as much as they take: after %s', async (_what, asked, status) => {
    edge = await openEdgeHouse({
      pace: {
        accounts: { ...free, waiting: 0, perTurn: { inAll: 99, ofOne: 10 } },
        pause: async () => undefined,
      },
    });
    // Turns do not end: whatever began in this one has begun in it still.
    jest.spyOn(globalThis, 'setImmediate').mockImplementation(() => ({}) as NodeJS.Immediate);
    expect((await edge.post(edge.birch.token, asked)).status).toBe(200);
    expect((await edge.post(edge.birch.token, askSync())).status).toBe(status);
    expect((await edge.post(edge.harbour.token, askSync())).status).toBe(200);
  });
});

test('of refusals that are due at a time one goes out in a turn, and a neighbour has turns of its own', async () => {
  const pace = createPace({
    accounts: { ...free, perAccount: 1, waiting: 0 },
    pause: async () => undefined,
  });
  const [ours, theirs] = [newAccountId(), newAccountId()];
  const out: string[] = [];
  for (const account of [ours, theirs])
    expect(pace.account(account, request(false))).toBeUndefined();
  for (const account of [ours, ours, ours, ours, theirs]) {
    void pace.account(account, request(false))?.catch(({ code }: Failure) => {
      out.push(`${account === ours ? 'ours' : 'theirs'} ${code}`);
    });
  }
  const turns: string[][] = [];
  while (turns.flat().length < 5) {
    await new Promise((resolve) => setImmediate(resolve));
    turns.push(out.splice(0));
  }
  expect(turns.filter(({ length }) => length > 0)).toEqual([
    ['ours too-many', 'theirs too-many'],
    ['ours too-many'],
    ['ours too-many'],
    ['ours too-many'],
  ]);
});

describe('where nobody is known', () => {
  afterEach(() => edge.close());

  /** The statuses of requests that come in one piece. */
  async function inOnePiece(...requests: string[]): Promise<number[]> {
    const socket = connect(Number(new URL(edge.origin).port), '127.0.0.1');
    let heard = '';
    socket.setEncoding('utf8').on('data', (text) => (heard += text));
    const statuses = () => [...heard.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, one]) => Number(one));
    const rest = 'Host: x\r\nContent-Length: 0\r\n\r\n';
    socket.write(requests.map((line) => `${line} HTTP/1.1\r\n${rest}`).join(''));
    await until(() => statuses().length === requests.length);
    socket.destroy();
    return statuses();
  }

  const perTurn = { inAll: 9, ofOne: 1 };

  test.each([
    ['POST /fulfillment', 401],
    ['GET /fulfillment', 405],
    ['GET /live/no/ticket', 404],
    ['DELETE /live/a.b.c/index.m3u8', 405],
    ['OPTIONS /live/a.b.c/index.m3u8', 204],
    ['GET /healthz', 200],
    ['GET /nothing', 404],
  ])('one request of a network begins in a turn of the loop: %s', async (line, status) => {
    const paused: number[] = [];
    edge = await openEdgeHouse({
      pace: {
        strangers: { ...free, perTurn, waiting: 1 },
        pause: async (ms) => paused.push(ms),
      },
    });
    expect((await inOnePiece(line, line, line)).toSorted(ascending)).toEqual(
      [status, status, 429].toSorted(ascending),
    );
    expect(paused).toEqual([2_000]);
  });

  test('those who wait are answered in turn', async () => {
    edge = await openEdgeHouse({ pace: { strangers: { ...free, perTurn } } });
    expect(await inOnePiece(...Array.from({ length: 9 }, () => 'GET /healthz'))).toEqual(
      Array.from({ length: 9 }, () => 200),
    );
  });
});

test.each([
  [{}, 1],
  [{ 'content-length': '0' }, 1],
  [{ 'content-length': '1024' }, 1],
  [{ 'content-length': '1025' }, 2],
  [{ 'content-length': '262144' }, 256],
  [{ 'content-length': 'odd' }, 1],
  [{ 'transfer-encoding': 'chunked' }, 32],
  [{ 'content-encoding': 'gzip', 'content-length': '9' }, 32],
  [{ 'content-encoding': 'gzip', 'content-length': '40960' }, 40],
  [{ 'content-length': '262144' }, 256],
  // It says what it likes: nobody behind its address would have a turn again.
  [{ 'content-length': '99999999999999999999' }, 256],
  [{ 'content-encoding': 'gzip', 'content-length': '99999999999999999999' }, 256],
])('a request with %j weighs %d', (headers, weight) => {
  expect(weightOf({ headers })).toBe(weight);
});

test('all addresses that one customer may have take one turn', () => {
  const pace = createPace({ strangers: { ...free, perTurn: { inAll: 9, ofOne: 1 } } });
  const isFree = (ip: string): boolean =>
    pace.stranger({ ...request(false), ip } as unknown as Request) === undefined;
  const asked = [
    '2001:db8:1:2::3',
    '2001:db8:1:ffff::3',
    '2001:db8:2::3',
    '192.0.2.1',
    '192.0.2.2',
  ];
  expect(asked.map(isFree)).toEqual([true, false, true, true, true]);
});

test('nothing is done for who is gone before its turn', async () => {
  const pace = createPace({ strangers: { ...free, perTurn: { inAll: 9, ofOne: 1 } } });
  const begun: string[] = [];
  const ask = async (name: string, destroyed: boolean) => {
    await pace.strangers(request(destroyed), {} as Answer, () => begun.push(name));
  };
  await Promise.all([ask('first', false), ask('gone', true), ask('stays', false)]);
  expect(begun).toEqual(['first', 'stays']);
});

test('the turn of one who is gone is another’s at once', async () => {
  const pace = createPace({ accounts: { ...free, perAccount: 1 } });
  const account = newAccountId();
  expect(pace.account(account, request(false))).toBeUndefined();
  const later = [true, true, false].map(async (gone) => pace.account(account, request(gone)));
  pace.leave(account);
  expect(await Promise.all(later)).toEqual([false, false, true]);
});

test('who is gone is refused nothing', async () => {
  const pace = createPace({
    accounts: { ...free, perAccount: 1, waiting: 0 },
    pause: async () => undefined,
  });
  const account = newAccountId();
  expect(pace.account(account, request(false))).toBeUndefined();
  expect(await pace.account(account, request(true))).toBe(false);
  await expect(pace.account(account, request(false))).rejects.toThrow('too much');
});
