/**
 * Every camera of `fixtures/cases/camera`, opened, fed and packaged as the bridge does: it plays, or it is known why
 * not. Through a whole bridge: odd-cameras.test.ts.
 *
 * @takes 66 s
 */
import { expect, test } from '@jest/globals';
import { describeWith } from '../../pictures/cameras/rtsp/testing/tools.ts';
import { until } from '../until.ts';
import { chooseProtocol } from '../../pictures/streams/choose-protocol.ts';
import { abreast } from '../testing/abreast.ts';
import { type CameraCase, cameraCases } from '../testing/camera-cases/case.ts';
import { openCase, type OpenCase } from '../testing/camera-cases/open-case.ts';
import { type HlsShown, watchHls, watchWebRtc } from '../testing/camera-cases/showing.ts';

/** Two seconds of pictures, and a key picture within them. */
const enough = 32;
const pictureMs = 1_000 / 15;

/** Each picture once, at its time; where some may be missing, in its order. */
function mustBeShownRight({ times, head, decoded, complaints }: HlsShown, one: CameraCase): void {
  expect(complaints).toBe('');
  expect(decoded.length).toBeGreaterThanOrEqual(times.length - 1);
  expect(head.slice(0, 2)).toEqual([7, 8]);
  for (const [at, { shownMs, decodedMs }] of times.entries()) {
    expect(shownMs).toBeGreaterThanOrEqual(decodedMs);
    expect(decodedMs).toBeGreaterThan(times[at - 1]?.decodedMs ?? -Infinity);
  }
  if (one.right.losesPictures === true) return;
  const shown = times.map(({ shownMs }) => shownMs).toSorted((a, b) => a - b);
  const offBy = shown.slice(1).map((ms, at) => Math.abs(ms - (shown[at] ?? 0) - pictureMs));
  expect({ shown, off: offBy.filter((ms) => ms >= 3) }).toEqual({ shown, off: [] });
}

async function mustBeRefused(one: OpenCase, wanted: string): Promise<void> {
  const choose = async (): Promise<string> => {
    const { video } = await one.feed.ready();
    const orders = { usual: ['webrtc', 'hls'], cast: ['hls', 'webrtc'] } as const;
    return chooseProtocol({ protocols: [wanted], casts: false }, orders, video);
  };
  const isRefused = (): Promise<boolean> =>
    choose().then(
      () => false,
      () => true,
    );
  await until(isRefused, 40_000);
  await expect(choose()).rejects.toMatchObject({ code: 'stream-unplayable' });
}

async function mustBeRight(case_: CameraCase, one: OpenCase): Promise<void> {
  const { right, playsForMs = 0 } = case_;
  if (right.reason !== undefined) {
    await until(() => one.reasons().includes(right.reason ?? ''), 40_000);
    expect(one.pictures()).toBe(0);
  }
  for (const protocol of right.shows ?? []) {
    if (protocol === 'hls') {
      mustBeShownRight(await watchHls(one.feed, enough), case_);
    } else {
      const { head } = await watchWebRtc(one.feed, await one.feed.ready(), enough);
      expect(head).toEqual([7, 8, 5]);
    }
  }
  for (const protocol of right.refuses ?? []) await mustBeRefused(one, protocol);
  await until(() => one.playedForMs() >= playsForMs, 40_000);
  const { transport } = one.told('rtsp-playing');
  const { audio } = one.told('rtsp-audio-not-taken');
  if (right.connections !== undefined) {
    // With why there were more.
    const { connections } = right;
    const losses = one.losses();
    expect({ connections: one.connections(), losses }).toEqual({ connections, losses });
  }
  if (right.transport !== undefined) expect(transport).toBe(right.transport);
  expect(audio).toBe(right.unusedAudio);
}

describeWith('ffmpeg', 'cameras from public reports', () => {
  const cases = cameraCases();
  // Side by side: each plays in real time.
  const verdicts = abreast(6, cases, async (case_) => {
    const one = await openCase(case_);
    try {
      await mustBeRight(case_, one);
    } finally {
      await one.close();
    }
  });

  test.each(cases.map((case_, at) => ({ ...case_, at })))(
    '$name: $about',
    async ({ at }) => {
      await verdicts()[at];
    },
    240_000,
  );
});

test('there is a file for every kind', () => {
  expect(cameraCases().length).toBeGreaterThan(30);
});
