import { afterEach, describe, expect, test } from '@jest/globals';
import { connect } from 'node:net';
import type { Request, Response as Answer } from 'express';
import type { FairGateOptions } from '../fair-gate.ts';
import { askSync } from '../testing/asks.ts';
import { type EdgeHouse, type EdgeHousehold, openEdgeHouse } from '../testing/edge-house.ts';
import { turn } from '../testing/playing.ts';
import { createPace, weightOf } from './pace.ts';

let edge: EdgeHouse;

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await turn();
}

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
        ...real,
        async look(account, grant) {
          looks.push(account);
          if (account === edge.birch.account && looks.length > 1) await answered;
          return real.look(account, grant);
        },
      }),
    });
  }

  const webhookOf =
    async ({ token }: EdgeHousehold) =>
    () =>
      edge.post(token, askSync());

  /** Asks for one file of a stream that plays. */
  async function liveOf({ proof, device }: EdgeHousehold): Promise<() => Promise<Response>> {
    const ticket = await edge.house.partitions.within(proof, async (home) =>
      home.ticket(home.startSession(await home.device(device), 'hls'), 'bearer'),
    );
    return () => fetch(`${edge.origin}/live/${ticket}/snapshot.jpg`);
  }

  test.each([
    ['to the webhook', webhookOf, 200],
    // These streams have no pictures, which is said when their turn has come.
    ['for media', liveOf, 404],
  ])('%s wait for each other, a flood for its refusal', async (_what, askerOf, status) => {
    await open();
    const [birch, harbour] = [await askerOf(edge.birch), await askerOf(edge.harbour)];
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
    const statuses = (await Promise.all([first, ...later])).map(({ status }) => status);
    expect(statuses.toSorted(ascending)).toEqual([status, status, 429]);
  });
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
    pace.stranger({ ip, headers: {} } as unknown as Request) === undefined;
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
    const request = { ip: '192.0.2.1', headers: {}, socket: { destroyed } } as unknown as Request;
    await pace.strangers(request, {} as Answer, () => begun.push(name));
  };
  await Promise.all([ask('first', false), ask('gone', true), ask('stays', false)]);
  expect(begun).toEqual(['first', 'stays']);
});
