/**
 * Players nobody here wrote read the HLS that EXECUTE hands out, through the whole bridge.
 *
 * @takes 21 s
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { watermarkOf } from '../../simulator/watermark/qr/first-frame.ts';
import { startDemoBridge, type DemoBridge } from '../testing/demo-bridge.ts';
import { until } from '../until.ts';
import { openStream } from '../testing/streams.ts';

// On a machine that is busy with other things sound is sent late, and then much at once: brought back into line, which
// ffmpeg remarks. But not twice in a row. Whose pictures were shown counts in each try: see the end.
jest.retryTimes(1, { logErrorsBeforeRetry: true });

const run = promisify(execFile);
let bridge: DemoBridge;
/** Whose pictures came where another camera was asked for. */
const foreign: { readonly asked: string; readonly shown: string }[] = [];
beforeAll(async () => {
  bridge = await startDemoBridge();
});
afterAll(() => bridge.close());
afterAll(() => expect(foreign).toEqual([]));

/** Whether GStreamer decodes so many pictures; a live stream does not end by itself. */
async function isDecodedByGStreamer(url: string, pictures: number): Promise<boolean> {
  const pipeline = `souphttpsrc location=${url} ! hlsdemux ! tsdemux ! h264parse ! avdec_h264`;
  const reader = spawn('gst-launch-1.0', [
    '-v',
    ...`${pipeline} ! fakesink silent=false`.split(' '),
  ]);
  const closed = once(reader, 'close');
  let decoded = 0;
  const lines = createInterface({ input: reader.stdout });
  lines.on('line', (line) => void (line.includes('chain') && (decoded += 1)));
  await until(() => decoded >= pictures || reader.exitCode !== null, 60_000);
  reader.kill('SIGINT');
  await closed;
  return decoded >= pictures;
}

describe.each(['Birch', 'Harbour'])('%s', (name) => {
  test('every camera is read by ffprobe, ffmpeg and GStreamer, and shows its own watermark', async () => {
    const account = name === 'Birch' ? bridge.birch : bridge.harbour;
    const { accessToken } = await bridge.link(account);
    for (const camera of account.cameras) {
      const { url } = await openStream(bridge, accessToken, camera.deviceId, 'hls');
      const probe = await run('ffprobe', ['-v', 'error', '-show_streams', '-of', 'json', url]);
      const { streams } = JSON.parse(probe.stdout) as { streams: { codec_name: string }[] };
      expect(streams.map((stream) => stream.codec_name).toSorted()).toEqual(['aac', 'h264']);
      const shown = await watermarkOf({ url });
      if (shown !== undefined && shown !== camera.stamp)
        foreign.push({ asked: camera.stamp, shown });
      expect(shown).toBe(camera.stamp);
      const input = ['-v', 'error', '-i', url, '-t', '3'];
      // Times of pictures as they are: rounded to a steady rate, two close ones would be one.
      const decoded = await run('ffmpeg', [...input, '-enc_time_base:v', '-1', '-f', 'null', '-']);
      expect(decoded.stderr).toBe('');
      expect(await isDecodedByGStreamer(url, 31)).toBe(true);
    }
  }, 90_000);
});
