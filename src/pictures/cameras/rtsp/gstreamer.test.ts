/** @takes 27 s */
import { afterEach, expect, test } from '@jest/globals';
import type { CameraAddress } from '../../../wall/partitions/camera-address.ts';
import { decode } from '../../media/testing/h264.ts';
import { typeOf } from '../../media/h264/nal.ts';
import { type GstOptions, gstServer } from './testing/gst-server.ts';
import { describeWith } from './testing/tools.ts';
import { type Watching, watching } from './testing/watching.ts';
import { until } from '../../../workshop/until.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
});

const video =
  'videotestsrc is-live=true pattern=ball ! video/x-raw,width=640,height=360,framerate=25/1 ! x264enc tune=zerolatency key-int-max=25 ! rtph264pay name=pay0 pt=96';
const pcmu = 'audiotestsrc is-live=true ! mulawenc ! rtppcmupay name=pay1';
const aac =
  'audiotestsrc is-live=true ! audio/x-raw,rate=48000,channels=2 ! avenc_aac ! rtpmp4gpay name=pay1 pt=97';

async function played(
  options: GstOptions,
  transport: CameraAddress['transport'] = 'auto',
): Promise<Watching> {
  const server = await gstServer(options);
  open.push(server);
  const watch = watching(server.url, { readyTimeoutMs: 10_000 }, { transport });
  open.push(watch.source);
  return watch;
}

/** Every picture decodes, none is missing, time goes at 25 pictures a second. */
async function expectClean({ video: units }: Watching): Promise<void> {
  const decoded = await decode(units.flatMap(({ nals }) => nals));
  expect(decoded.complaints).toBe('');
  expect(decoded.pictures).toHaveLength(units.length);
  expect(units[0]?.nals.map(typeOf).slice(0, 2)).toEqual([7, 8]);
  const steps = units
    .slice(1)
    .map(({ timestampUs }, i) => timestampUs - (units[i]?.timestampUs ?? 0));
  for (const step of steps) expect(Math.abs(step - 40_000)).toBeLessThan(100);
}

describeWith('gstreamer', "GStreamer's RTSP server", () => {
  test.each<[GstOptions['transport'], CameraAddress['transport'], string]>([
    ['any', 'auto', 'tcp'],
    ['any', 'udp', 'udp'],
    ['udp', 'auto', 'udp'],
    ['tcp', 'udp', 'tcp'],
  ])('serving %s, asked for %s: plays over %s', async (offered, asked, taken) => {
    const watch = await played({ pipeline: `( ${video} ${pcmu} )`, transport: offered }, asked);
    const tracks = await watch.source.ready();
    expect(tracks.video).toMatchObject({ codec: 'h264', width: 640, height: 360 });
    expect(tracks.audio).toEqual({ codec: 'pcmu', sampleRate: 8_000, channels: 1 });
    await until(() => watch.video.length >= 40 && watch.audio.length > 5, 20_000);
    expect(watch.log[0]?.fields.transport).toBe(taken);
    await watch.source.close();
    await expectClean(watch);
  });

  test('sending SPS and PPS before every slice of a key picture', async () => {
    const sliced = video
      .replace('key-int-max', 'threads=4 key-int-max')
      .replace('pay0', 'pay0 config-interval=-1');
    const watch = await played({ pipeline: `( ${sliced} )` });
    await until(() => watch.video.length >= 60, 20_000);
    await watch.source.close();
    await expectClean(watch);
    const [key] = watch.video;
    expect(key?.nals.map(typeOf).filter((type) => type === 5)).toHaveLength(4);
  });

  test.each(['basic', 'digest'] as const)('with a password, %s', async (auth) => {
    const watch = await played({ pipeline: `( ${video} )`, auth });
    await until(() => watch.video.length >= 30, 20_000);
    await watch.source.close();
    await expectClean(watch);
    const wrong = watching(watch.address.stream.replace('open%20sesame', 'wrong'));
    open.push(wrong.source);
    await expect(wrong.source.ready()).rejects.toMatchObject({
      reason: { code: 'wrong-password' },
    });
    expect(wrong.log[0]?.fields.reason).toBe('unauthorized');
  });

  test('with AAC', async () => {
    const watch = await played({ pipeline: `( ${video} ${aac} )` });
    const tracks = await watch.source.ready();
    expect(tracks.audio).toMatchObject({ codec: 'aac', sampleRate: 48_000, channels: 2 });
    await until(() => watch.video.length >= 30 && watch.audio.length >= 60, 20_000);
    const times = watch.audio.slice(0, 60).map(({ timestampUs }) => timestampUs);
    const mean = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / (times.length - 1);
    expect(Math.abs(mean - (1_024 / 48_000) * 1e6)).toBeLessThan(600);
  });

  test('is kept alive past the end of its session, over UDP', async () => {
    const watch = await played({ pipeline: `( ${video} )`, timeoutS: 2 }, 'udp');
    await until(() => watch.video.length >= 110, 20_000);
    expect(watch.log).toHaveLength(1);
    await watch.source.close();
    await expectClean(watch);
  });
});
