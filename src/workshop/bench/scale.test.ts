import { expect, test } from '@jest/globals';
import { executesIn } from './count-queries.ts';
import { cpuOfServer, readTimes } from './server-cpu.ts';
import { spread } from './scale-requests.ts';

test('the times of a process are found behind whatever its name is', () => {
  const rest = 'S 17 1 1 0 -1 4194560 5 6 7 8 110 20 3 4 20 0 1';
  expect(readTimes(`99 (a) b (c) ${rest}`)).toEqual({ parent: 17, ticks: 130, endedTicks: 7 });
  expect(cpuOfServer(process.pid)).toBeGreaterThan(0);
  expect(() => cpuOfServer(0)).toThrow('has ended');
});

/** One message of the protocol: a letter, its length, and what it says. */
const message = (letter: string, said = ''): Buffer => {
  const bytes = Buffer.alloc(5 + said.length);
  bytes.write(letter);
  bytes.writeInt32BE(4 + said.length, 1);
  bytes.write(said, 5);
  return bytes;
};

test('what is executed on a server is counted, and nothing else', () => {
  const query = ['P', 'B', 'D', 'E', 'S'].map((letter) => message(letter, 'EEEEE'));
  expect(executesIn(Buffer.concat([...query, ...query]), false)).toBe(2);
  const opening = Buffer.concat([Buffer.from([0, 0, 0, 9, 0, 3, 0, 0, 0]), ...query]);
  expect(executesIn(opening, true)).toBe(1);
  expect(executesIn(message('X'), false)).toBe(0);
});

test('how far two figures are apart is said in percent of the first', () => {
  expect(spread(100, 115)).toBeCloseTo(15);
  expect(spread(100, 90)).toBeCloseTo(10);
  // Nothing is nothing: a question that is asked now and then is not told from none.
  expect(spread(0, 0.001)).toBe(0);
});
