/**
 * Readers that nobody here wrote play the simulated cameras.
 *
 * @takes 45 s
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, jest, test } from '@jest/globals';
import type { Behaviour } from './behaviour.ts';
import { simulateCameras, startCamera } from './simulate.ts';
import { clipOf, loadClips } from '../clips/clip.ts';
import { hasFfmpeg, watermarkOf } from '../watermark/qr/first-frame.ts';

const run = promisify(execFile);
// A machine that does much else at the same time takes its time to start four ffmpegs.
jest.setTimeout(90_000);
const limit = { timeoutMs: 60_000 };
const transports = ['tcp', 'udp'] as const;
const login = { user: 'vie wer', password: 'p@ss/w:rd' };

/** `codec,sample rate` of each stream, as ffprobe finds them. */
async function probe(url: string, transport: 'tcp' | 'udp'): Promise<string[]> {
  const what = ['-show_entries', 'stream=codec_name,sample_rate', '-of', 'csv=p=0'];
  const args = ['-v', 'quiet', '-fpsprobesize', '0', '-rtsp_transport', transport, ...what, url];
  const { stdout } = await run('ffprobe', args, { timeout: limit.timeoutMs });
  return stdout.trim().split('\n');
}

function withFfmpeg(): void {
  const clips = loadClips();
  const birch = clipOf(clips, 'birch/front-door');
  const harbour = clipOf(clips, 'harbour/front-door');
  const sounds = { aac: ['aac,16000'], pcmu: ['pcm_mulaw,8000'], none: [] };

  describe.each(clips)('$watermark', (clip) => {
    test.each(['basic', 'digest'] as const)('by TCP and UDP with %s', async (scheme) => {
      const camera = await startCamera({ clip, auth: { scheme, ...login } });
      try {
        const { url } = camera;
        const reading = transports.map((transport) => watermarkOf({ url, transport }, limit));
        const probing = transports.map((transport) => probe(url, transport));
        expect(await Promise.all(reading)).toEqual([clip.watermark, clip.watermark]);
        const found = await Promise.all(probing);
        const expected = ['h264', ...sounds[clip.audio?.codec ?? 'none']];
        expect(found).toEqual([expected, expected]);
        const wrong = url.replace('wer:', 'wer:x');
        await expect(watermarkOf({ url: wrong, transport: 'tcp' }, limit)).rejects.toThrow();
      } finally {
        await camera.close();
      }
    });
  });

  test('look-alike cameras at once, on ports of their own and on one port', async () => {
    const own = await Promise.all([startCamera({ clip: birch }), startCamera({ clip: harbour })]);
    const shared = await simulateCameras([
      { clip: birch, path: '/birch/front-door' },
      { clip: harbour, path: '/harbour/front-door' },
    ]);
    try {
      const cameras = [...own, ...shared.cameras];
      const [one, two] = cameras.map(({ url }) => new URL(url));
      expect(one?.pathname).toBe(two?.pathname);
      const seen = await Promise.all(
        cameras.map(({ url }) => watermarkOf({ url, transport: 'tcp' }, limit)),
      );
      expect(seen).toEqual(cameras.map(({ watermark }) => watermark));
    } finally {
      await Promise.all([...own.map((camera) => camera.close()), shared.close()]);
    }
  });

  test.each<Partial<Behaviour>>([
    { parameterSets: 'in-band' },
    { parameterSets: 'sdp' },
    { aggregate: true },
    { control: 'absolute', sessionControl: 'absolute', contentBase: 'no-slash' },
    { contentBase: 'none', sessionControl: 'none' },
    { startAt: 'live' },
    { staleAfter: 2 },
    { noTransport: 'udp' },
  ])('is still read with %j', async (behaviour) => {
    const auth = { scheme: 'digest', ...login } as const;
    const camera = await startCamera({ clip: birch, auth, behaviour });
    try {
      expect(await watermarkOf({ url: camera.url, transport: 'tcp' }, limit)).toBe(birch.watermark);
    } finally {
      await camera.close();
    }
  });

  test('a redirect is followed to the camera it names', async () => {
    const there = await startCamera({ clip: harbour });
    const here = await startCamera({ clip: birch, behaviour: { redirectTo: there.url } });
    try {
      expect(await watermarkOf({ url: here.url, transport: 'tcp' }, limit)).toBe(harbour.watermark);
    } finally {
      await Promise.all([here.close(), there.close()]);
    }
  });

  test('UDP by IPv6, and by IPv4 to a port of both', async () => {
    const camera = await startCamera({ clip: birch, host: '::' });
    try {
      expect(await watermarkOf({ url: camera.url, transport: 'udp' }, limit)).toBe(birch.watermark);
      const url = camera.url.replace('[::1]', '127.0.0.1');
      expect(await watermarkOf({ url, transport: 'udp' }, limit)).toBe(birch.watermark);
    } finally {
      await camera.close();
    }
  });
}

function withoutFfmpeg(): void {
  test('ffmpeg is not here: no camera was played', () => {
    console.warn('NOT CHECKED: simulated cameras against ffmpeg and ffprobe, which are not here');
    expect(process.env['CI']).not.toBe('true');
  });
}

describe('ffmpeg and ffprobe', hasFfmpeg() ? withFfmpeg : withoutFfmpeg);
