import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { wordsOf } from '../../../../pictures/cameras/origin/origin.ts';
import { removeFolder, scratchFolder } from '../../../testing/scratch-folder.ts';
import { readWords, wordOf } from './bridge-words.ts';

const said = (more: object): string =>
  JSON.stringify({ level: 'error', time: '2026-01-31T18:00:00.000Z', ...more });

test('an alarm and a refusal are words about a camera, and nothing else is', () => {
  const devices = ['dev-1'];
  const alarm = said({ alarm: 'other-camera', devices, found: 'it has another name' });
  expect(wordOf(alarm)).toEqual({
    kind: 'other-camera',
    devices,
    said: 'it has another name',
    time: Date.UTC(2026, 0, 31, 18),
  });
  const tripped = said({ alarm: 'tripwire', reason: 'canary' });
  expect(wordOf(tripped)).toMatchObject({ kind: 'tripwire', devices: [], said: 'canary' });
  for (const reason of ['certificate', 'other-owner'] as const) {
    expect(wordOf(said({ devices, reason: wordsOf(reason) }))?.kind).toBe('refusal');
  }
  expect(wordOf(said({ devices, reason: 'timeout' }))).toBeUndefined();
  expect(wordOf(said({ alarm: 'foreign-stamp' }))).toBeUndefined();
  expect(wordOf('Warning: of node itself')).toBeUndefined();
  expect(wordOf('{"cut')).toBeUndefined();
});

test('each word is given once, when its line has come to its end', () => {
  const folder = scratchFolder('words');
  try {
    const file = join(folder, 'bridge.log');
    const line = said({ alarm: 'other-camera', devices: ['dev-1'], found: 'é' });
    writeFileSync(file, `${line}\n${line.slice(0, -4)}`);
    const words = readWords(file);
    expect(words()).toHaveLength(1);
    expect(words()).toEqual([]);
    appendFileSync(file, `${line.slice(-4)}\n`);
    expect(words()).toMatchObject([{ said: 'é' }]);
    expect(words()).toEqual([]);
  } finally {
    removeFolder(folder);
  }
});
