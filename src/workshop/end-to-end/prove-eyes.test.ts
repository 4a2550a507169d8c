/**
 * `casement prove` with its eyes: what Chromium decodes is looked at, whatever the bytes say.
 *
 * @takes 33 s
 */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { pictureOf } from '../proof/prove/cast/fleet.ts';
import { usualOptions } from '../proof/prove/options.ts';
import { prove, type Watcher } from '../proof/prove/prove.ts';
import { reportPage } from '../proof/prove/report/page.ts';
import { foreignLine, seenLine } from '../proof/prove/report/text.ts';
import { describeInBrowser } from '../testing/chromium.ts';
import { tsArguments } from '../testing/run-ts.ts';

const small = {
  ...usualOptions,
  households: 4,
  cameras: 1,
  displays: 1,
  eyes: 2,
  seed: 'eyes',
  only: ['calm'],
  durationMs: 60_000,
};

const look = (prepare: NonNullable<Watcher['prepare']>, durationMs = small.durationMs) =>
  prove({ ...small, durationMs }, { tell: () => undefined, argumentsOf: tsArguments, prepare });

describeInBrowser('with Chromium', () => {
  test('pictures are decoded and looked at, and are the household’s own', async () => {
    const result = await look(() => undefined, 20_000);
    expect(result.foreign).toEqual([]);
    const { frames, foreign, unread, blind } = result.seen;
    expect({ foreign, blind }).toEqual({ foreign: 0, blind: undefined });
    // On a busy machine one in some hundreds was not: it is counted, and told.
    expect(unread).toBeLessThan((frames.hls + frames.webrtc) / 5);
    expect(frames.hls + frames.webrtc).toBeGreaterThan(0);
    expect(frames.still).toBeGreaterThan(0);
    expect(reportPage(result)).toContain(seenLine(result));
  }, 120_000);

  test('a foreign picture that bears the right name is found by the eyes alone', async () => {
    const run = () =>
      look(({ fleet }) => {
        // The bytes name the camera that was asked for; the picture shows another one.
        for (const { simulated } of fleet.taken) simulated.play(pictureOf('c99'));
      });
    let result = await run();
    // A run ends with its first find, and the eyes may be faster than every display that reads bytes.
    for (let left = 4; left > 0 && result.units === 0; left -= 1) result = await run();
    const [first] = result.foreign;
    expect(first?.wrong).toBe('another camera, on the screen');
    expect(first && foreignLine(first)).toMatch(/got camera c99/);
    expect(result.seen.foreign).toBeGreaterThan(0);
    expect(result.foreign.every(({ wrong }) => wrong.endsWith('on the screen'))).toBe(true);
    expect(result.units).toBeGreaterThan(0);
  }, 120_000);
});

const before = process.env['CHROMIUM'];
beforeEach(() => {
  if (before !== undefined) process.env['CHROMIUM'] = before;
});
afterEach(() => {
  if (before === undefined) delete process.env['CHROMIUM'];
});

test('without Chromium it says that nothing was looked at', async () => {
  process.env['CHROMIUM'] = '/nowhere/chromium';
  const said: string[] = [];
  const tell = (line: string): void => void said.push(line);
  const result = await prove({ ...small, durationMs: 4_000 }, { tell, argumentsOf: tsArguments });
  const why = 'there is no Chromium (set CHROMIUM to its path)';
  expect(said).toContain(`!!! NO DECODED PICTURE IS LOOKED AT: ${why}`);
  expect(seenLine(result)).toBe(`NO DECODED PICTURE WAS LOOKED AT: ${why}`);
  expect(reportPage(result)).toContain('NO DECODED PICTURE WAS LOOKED AT');
}, 60_000);
