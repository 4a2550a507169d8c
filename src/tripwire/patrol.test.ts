import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { until } from '../workshop/until.ts';
import { Failure } from '../common/failures.ts';
import { startPatrol, type Patrol, type RoundFailure } from './patrol.ts';
import { Foreign, NoMedia, NoPicture } from './verdict.ts';

let closing: AbortController;
let patrol: Patrol;
let tripped: string | undefined;
let suspended: boolean;
let rounds: number;
let told: (RoundFailure | undefined)[];
let round: () => Promise<void>;
let longestMs: number;

beforeEach(() => {
  closing = new AbortController();
  [tripped, suspended, rounds, told] = [undefined, false, 0, []];
  round = async () => undefined;
  longestMs = 60_000;
});
afterEach(async () => {
  closing.abort();
  await patrol.close();
});

function start(): void {
  const wire = {
    get tripped() {
      return tripped !== undefined;
    },
    trip(reason: string) {
      tripped = reason;
    },
    close: () => undefined,
  };
  const parts = {
    wire,
    async round() {
      rounds += 1;
      await round();
    },
    suspended: async () => suspended,
    intervalMs: 1,
    longestMs,
    onRound: (failure: RoundFailure | undefined) => told.push(failure),
  };
  patrol = startPatrol(parts, closing.signal);
}

test('it goes round again and again', async () => {
  start();
  await until(() => rounds >= 3);
  expect(told.slice(0, 2)).toEqual([undefined, undefined]);
  expect(tripped).toBeUndefined();
});

test('a foreign picture trips, and there are no rounds while it is tripped', async () => {
  round = () => Promise.reject(new Foreign('another device'));
  start();
  await until(() => tripped !== undefined);
  await sleep(20);
  expect([tripped, rounds, told]).toEqual(['another device', 1, [undefined]]);
  tripped = undefined;
  round = async () => undefined;
  await until(() => rounds > 1);
});

test('there are none while delivery is suspended, and what that made fail is not told', async () => {
  round = async () => {
    suspended = true;
    throw new NoPicture('EXECUTE gave no stream');
  };
  start();
  await until(() => suspended);
  await sleep(20);
  expect([rounds, told, tripped]).toEqual([1, [], undefined]);
});

test('a round that fails is told of in words without an address', async () => {
  const errors = [
    new NoPicture('the playlist leads nowhere'),
    new Failure('storage-down', 'the store is down'),
    Object.assign(new Error('connect ECONNREFUSED 192.0.2.7:443'), { code: 'ECONNREFUSED' }),
    new TypeError('https://bridge.example.net/live/secret cannot be read'),
    new NoMedia('too few pictures came by WebRTC'),
  ];
  round = async () => {
    const error = errors.shift();
    if (error !== undefined) throw error;
  };
  start();
  await until(() => told.length >= 6);
  expect(told.slice(0, 6)).toEqual([
    { at: 'front door', why: 'the playlist leads nowhere' },
    { at: 'front door', why: 'the store is down' },
    { at: 'front door', why: 'ECONNREFUSED' },
    { at: 'front door', why: 'failed' },
    { at: 'webrtc', why: 'too few pictures came by WebRTC' },
    undefined,
  ]);
  expect(tripped).toBeUndefined();
});

test('a round that gets stuck is not the last one, and what it finds late still trips', async () => {
  let find = (_error: Error): void => undefined;
  round = () => new Promise((_resolve, reject) => (find = reject));
  longestMs = 20;
  start();
  await until(() => told.length > 0);
  expect(told[0]).toEqual({ at: 'front door', why: 'the round does not end' });
  const late = find;
  round = async () => undefined;
  await until(() => told.includes(undefined));
  late(new Foreign('another device'));
  await until(() => tripped !== undefined);
  expect(tripped).toBe('another device');
});
