import { EventEmitter, once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, jest, test } from '@jest/globals';
import { listening } from '../../common/listening.ts';
import { createInFlight, type Cut, defaultInFlightLimits } from './in-flight.ts';

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

/** A session that ends when it is told to, and whose lease runs for so long from whenever it is asked. */
function openSession(leasedForMs = 60_000) {
  const endings: (() => void)[] = [];
  return {
    leasedForMs,
    onEnd: (work: (reason: 'revoked') => void) => void endings.push(() => work('revoked')),
    end: () => endings.forEach((work) => work()),
  };
}

/** A connection with one request that is not answered yet, and a picture that waits behind it. */
async function queued(track: (response: ServerResponse) => void) {
  let slow: ServerResponse | undefined;
  const server = createServer((request, response) => {
    if (request.url === '/slow') {
      slow = response;
      return;
    }
    track(response);
    response.end('a picture');
    server.emit('picture');
  });
  const { port } = await listening(server);
  const display: Socket = connect(port, '127.0.0.1');
  closers.push(
    () => display.destroy(),
    () => server.close(),
  );
  let got = '';
  display.on('data', (chunk: Buffer) => (got += chunk.toString()));
  display.on('error', () => undefined);
  display.write('GET /slow HTTP/1.1\r\nHost: x\r\n\r\nGET /picture HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(server, 'picture');
  return { display, got: () => got, answerSlow: () => slow?.end('slow') };
}

// Found by fuzzing, from what was left in the heap.
test('a picture that waits behind another answer does not leave once its session is over', async () => {
  const session = openSession();
  const inFlight = createInFlight();
  const { display, got, answerSlow } = await queued((response) =>
    inFlight.track(session, response),
  );
  session.end();
  answerSlow();
  await new Promise((resolve) => display.once('close', resolve));
  expect(got()).toBe('');
});

test('while its session lasts, it leaves in its turn', async () => {
  const inFlight = createInFlight();
  const { display, got, answerSlow } = await queued((response) =>
    inFlight.track(openSession(), response),
  );
  answerSlow();
  while (!got().includes('a picture')) await once(display, 'data');
  expect(got()).toMatch(/slow.*a picture/s);
});

/** A connection to a server that tracks what it answers to `/one` and ends what `whole` says. */
async function connected(track: (response: ServerResponse) => void, whole: boolean) {
  const server = createServer((request, response) => {
    if (request.url === '/one') track(response);
    if (whole) response.end(`answer to ${request.url}`);
    else response.write('begun');
  });
  const { port } = await listening(server);
  const display: Socket = connect(port, '127.0.0.1');
  closers.push(
    () => display.destroy(),
    () => server.close(),
  );
  let got = '';
  display.on('data', (chunk: Buffer) => (got += chunk.toString()));
  display.on('error', () => undefined);
  const ask = async (path: string, until: string) => {
    display.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
    while (!got.includes(until)) await once(display, 'data');
  };
  return { display, ask };
}

test('every answer of a session that is on its way is cut with it', async () => {
  const session = openSession();
  const inFlight = createInFlight();
  const track = (response: ServerResponse) => inFlight.track(session, response);
  const displays = [await connected(track, false), await connected(track, false)];
  for (const { ask } of displays) await ask('/one', 'begun');
  const closed = displays.map(
    ({ display }) => new Promise((resolve) => display.once('close', resolve)),
  );
  session.end();
  await Promise.all(closed);
});

test('an answer that was sent is done with: its connection serves others', async () => {
  const session = openSession();
  const inFlight = createInFlight();
  const { display, ask } = await connected((response) => inFlight.track(session, response), true);
  await ask('/one', 'answer to /one');
  session.end();
  await ask('/two', 'answer to /two');
  expect(display.destroyed).toBe(false);
});

test('answers whose connection is gone are forgotten', async () => {
  const session = openSession();
  const inFlight = createInFlight();
  const asked: string[] = [];
  const destroyed = { resetAndDestroy: () => void asked.push('reset'), destroyed: true };
  const gone = { req: { socket: destroyed }, once: () => undefined } as object as ServerResponse;
  inFlight.track(session, gone);
  await queued((response) => inFlight.track(session, response));
  session.end();
  expect(asked).toEqual([]);
});

/** A register with its limits, and answers of which is told whether they were cut. */
function register(limits: Partial<typeof defaultInFlightLimits>) {
  const inFlight = createInFlight({ ...defaultInFlightLimits, ...limits });
  const cuts: [string, Cut][] = [];
  const reset: string[] = [];
  function answer(name: string, session: ReturnType<typeof openSession>) {
    const response = new EventEmitter();
    const socket = { destroyed: false, resetAndDestroy: () => void reset.push(name) };
    const onCut = (why: Cut): void => void cuts.push([name, why]);
    const whole = Object.assign(response, { req: { socket } }) as object as ServerResponse;
    inFlight.track(session, whole, onCut);
    return { taken: () => void response.emit('close') };
  }
  return { answer, cuts, reset };
}

test('of one session so many answers are on their way: the oldest is cut', () => {
  const { answer, cuts, reset } = register({ perSession: 2 });
  const [one, other] = [openSession(), openSession()];
  answer('taken', one).taken();
  answer('first', one);
  answer('second', one);
  answer('other', other);
  expect(cuts).toEqual([]);
  answer('third', one);
  expect([cuts, reset]).toEqual([[['first', 'too-many']], ['first']]);
});

test('an answer that is not taken in time is cut, and its session goes on', () => {
  jest.useFakeTimers();
  try {
    const { answer, cuts, reset } = register({ timeoutMs: 1_000 });
    answer('slow', openSession());
    answer('taken', openSession()).taken();
    jest.advanceTimersByTime(999);
    expect(cuts).toEqual([]);
    jest.advanceTimersByTime(1);
    expect([cuts, reset]).toEqual([[['slow', 'not-taken']], ['slow']]);
  } finally {
    jest.useRealTimers();
  }
});

test('an answer that is on its way when the lease is over is cut; while that is extended, it goes on', () => {
  jest.useFakeTimers();
  try {
    const { answer, cuts, reset } = register({});
    const session = openSession(900);
    answer('taken', session).taken();
    answer('slow', session);
    jest.advanceTimersByTime(800);
    answer('slower', session);
    jest.advanceTimersByTime(100);
    expect(reset).toEqual([]);
    session.leasedForMs = 0;
    jest.advanceTimersByTime(899);
    expect(reset).toEqual([]);
    jest.advanceTimersByTime(1);
    expect([cuts, reset]).toEqual([[], ['slow', 'slower']]);
  } finally {
    jest.useRealTimers();
  }
});

test('what is on its way after a lease was over is cut with the next one', () => {
  jest.useFakeTimers();
  try {
    const { answer, reset } = register({});
    const session = openSession(900);
    const first = answer('first', session);
    session.leasedForMs = 0;
    jest.advanceTimersByTime(900);
    first.taken();
    session.leasedForMs = 900;
    answer('second', session);
    session.leasedForMs = 0;
    jest.advanceTimersByTime(900);
    expect(reset).toEqual(['first', 'second']);
  } finally {
    jest.useRealTimers();
  }
});
