/** Players nobody here wrote read the HLS that EXECUTE hands out, through the whole bridge. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { stampOf } from '../lab/qr/first-frame.ts';
import { startDemoBridge, type DemoBridge } from '../testing/demo-bridge.ts';
import { openStream } from '../testing/streams.ts';

const run = promisify(execFile);
let bridge: DemoBridge;
beforeAll(async () => {
  bridge = await startDemoBridge();
});
afterAll(() => bridge.close());

/** How many pictures GStreamer decodes in five seconds; a live stream does not end by itself. */
async function picturesByGStreamer(url: string): Promise<number> {
  const pipeline = `souphttpsrc location=${url} ! hlsdemux ! tsdemux ! h264parse ! avdec_h264`;
  const reader = spawn('gst-launch-1.0', [
    '-v',
    ...`${pipeline} ! fakesink silent=false`.split(' '),
  ]);
  let said = '';
  reader.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  await sleep(5_000);
  reader.kill('SIGINT');
  await once(reader, 'close');
  return said.match(/chain/g)?.length ?? 0;
}

describe.each(['Birch', 'Harbour'])('%s', (name) => {
  test('every camera is read by ffprobe, ffmpeg and GStreamer, and shows its own stamp', async () => {
    const account = name === 'Birch' ? bridge.birch : bridge.harbour;
    const { accessToken } = await bridge.link(account);
    for (const camera of account.cameras) {
      const { url } = await openStream(bridge, accessToken, camera.deviceId, 'hls');
      const probe = await run('ffprobe', ['-v', 'error', '-show_streams', '-of', 'json', url]);
      const { streams } = JSON.parse(probe.stdout) as { streams: { codec_name: string }[] };
      expect(streams.map((stream) => stream.codec_name).toSorted()).toEqual(['aac', 'h264']);
      expect(await stampOf({ url })).toBe(camera.stamp);
      const input = ['-v', 'error', '-i', url, '-t', '3'];
      // Times of pictures as they are: rounded to a steady rate, two close ones would be one.
      const decoded = await run('ffmpeg', [...input, '-enc_time_base:v', '-1', '-f', 'null', '-']);
      expect(decoded.stderr).toBe('');
      expect(await picturesByGStreamer(url)).toBeGreaterThan(30);
    }
  }, 90_000);
});
