import { expect, test } from '@jest/globals';
import { attackNames, help, partNames, readOptions } from './options.ts';

test('without a word it measures everything, at length', () => {
  expect(readOptions([])).toEqual({
    help: false,
    parts: partNames,
    attacks: attackNames,
    quick: false,
    strict: false,
    json: undefined,
    profile: undefined,
  });
});

test('parts are named one by one, and run in their own order', () => {
  const { parts } = readOptions(['--only', 'media', '--only', 'webhook']);
  expect(parts).toEqual(['webhook', 'media']);
  expect(() => readOptions(['--only', 'webhok'])).toThrow('there is no part webhok');
});

test('an attack of the part neighbour may be named alone', () => {
  expect(readOptions(['--only', 'neighbour=stills'])).toMatchObject({
    parts: ['neighbour'],
    attacks: ['stills'],
  });
  expect(readOptions(['--only', 'neighbour']).attacks).toEqual(attackNames);
  for (const odd of ['neighbour=still', 'webhook=stills', 'neighbour=']) {
    expect(() => readOptions(['--only', odd])).toThrow(`there is no part ${odd}`);
  }
});

test('what is not known is refused, what is known stands in the help', () => {
  expect(() => readOptions(['--fast'])).toThrow('--fast');
  expect(() => readOptions(['webhook'])).toThrow('webhook');
  for (const name of [
    ...partNames,
    ...attackNames,
    '--quick',
    '--json',
    '--strict',
    '--profile',
    '--help',
  ]) {
    expect(help).toContain(name);
  }
});
