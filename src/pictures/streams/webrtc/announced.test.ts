import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { type Announced, type AnnouncedOptions, createAnnounced } from './announced.ts';

/** What the name server says; none for an error, undefined for silence. */
let answers: readonly string[] | undefined;
let asked: string[];
let logged: string[];
let now: number;
let announced: Announced | undefined;
beforeEach(() => {
  answers = ['198.51.100.7'];
  asked = [];
  logged = [];
  now = 0;
});
afterEach(() => {
  announced?.close();
  jest.useRealTimers();
});

function open(entries: readonly string[], options: Partial<AnnouncedOptions> = {}): Announced {
  const note = (fields: object, message: string) => {
    logged.push(`${message} ${JSON.stringify(fields)}`);
  };
  announced = createAnnounced({
    entries,
    async lookUp(host) {
      asked.push(host);
      if (answers === undefined) return new Promise(() => undefined);
      if (answers.length === 0) throw new Error('no such name');
      return answers;
    },
    log: { info: note, warn: note },
    clock: () => now,
    ...options,
  });
  return announced;
}

test('addresses stand as they are, names for what they lead to, in their order and each once', async () => {
  answers = ['2001:db8::7', '198.51.100.7'];
  const { current } = open(['203.0.113.9', 'home.example.net', '198.51.100.7']);
  expect(await current()).toEqual(['203.0.113.9', '198.51.100.7', '2001:db8::7']);
  expect(asked).toEqual(['home.example.net']);
});

test('a name is followed to its new address, and the change is said once', async () => {
  const { current } = open(['home.example.net']);
  expect(await current()).toEqual(['198.51.100.7']);
  answers = ['198.51.100.8'];
  now += 9_999;
  expect(await current()).toEqual(['198.51.100.7']);
  now += 1;
  expect(await current()).toEqual(['198.51.100.8']);
  now += 10_000;
  await current();
  expect(logged).toHaveLength(2);
  expect(logged[1]).toContain('"addresses":["198.51.100.8"],"before":["198.51.100.7"]');
});

test('what was known last stays where the name server fails, which is said once', async () => {
  const { current } = open(['home.example.net']);
  await current();
  answers = [];
  for (let times = 0; times < 3; times += 1) {
    now += 10_000;
    expect(await current()).toEqual(['198.51.100.7']);
  }
  expect(logged.slice(1)).toEqual([
    'a name of WEBRTC_ADDRESSES is not found {"name":"home.example.net","kept":["198.51.100.7"]}',
  ]);
});

test('no display waits for a name server that does not answer', async () => {
  answers = undefined;
  const { current } = open(['203.0.113.9', 'home.example.net']);
  expect(await current()).toEqual(['203.0.113.9']);
  expect(await current()).toEqual(['203.0.113.9']);
  expect(asked).toHaveLength(1);
});

test('a name is looked up again while nobody asks, until it is closed', () => {
  jest.useFakeTimers();
  const { close } = open(['home.example.net'], { intervalMs: 60_000, lookUp: async () => [] });
  expect(jest.getTimerCount()).toBe(1);
  close();
  expect(jest.getTimerCount()).toBe(0);
  open(['203.0.113.9']);
  expect(jest.getTimerCount()).toBe(0);
});

test('a name with addresses without end counts with a few', async () => {
  answers = Array.from({ length: 100 }, (_, index) => `198.51.100.${index}`);
  expect(await open(['home.example.net']).current()).toHaveLength(4);
});

test.each(['', 'my_home', '203.0.113.999', 'https://home.example.net', 'home.example.net:8189'])(
  '%j is no address',
  (entry) => {
    expect(() => open([entry])).toThrow(TypeError);
  },
);
