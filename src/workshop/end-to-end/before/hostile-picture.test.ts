/** A camera's picture that is made to keep ffmpeg busy, or to take it over. */
import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { startCamera } from '../../../simulator/camera/simulate.ts';
import type { SimulatedCamera } from '../../../simulator/camera/simulated-camera.ts';
import { packetise } from '../../../simulator/clips/packets.ts';
import { filming } from '../../testing/watermarked-camera.ts';
import { scriptedFfmpeg, type ScriptedFfmpeg } from '../../testing/scripted-ffmpeg.ts';
import { eventually, openStreet, segmentsOf, stillOf, type Street } from '../../testing/street.ts';

jest.setTimeout(120_000);

let ffmpeg: ScriptedFfmpeg;
let street: Street;
let camera: SimulatedCamera;
beforeAll(async () => {
  // How it may work.
  ffmpeg = await scriptedFfmpeg(
    'cat > /dev/null',
    'if [ $(id -u) = 0 ]; then user=root; else user=nobody; fi',
    'echo "$user, niceness $(nice), seconds $(ulimit -t)" > $notes',
  );
  street = await openStreet(ffmpeg.settings);
});
afterEach(() => camera.close());
afterAll(async () => {
  await street.close();
  await ffmpeg.close();
});

const notes = async (): Promise<string> => (await readFile(ffmpeg.notes, 'utf8')).trim();

/** Asks for a still where the camera is shown. */
async function stillFrom(starting: Promise<SimulatedCamera>): Promise<void> {
  camera = await starting;
  const device = await street.addUntried(street.harbour, camera.url);
  const given = await street.ask(street.harbour, device);
  if (typeof given === 'string') return;
  await eventually('pictures', async () => (await segmentsOf(given.url)).length > 0);
  await stillOf(given);
}

test('a picture of 15360x8640 is not handed to ffmpeg', async () => {
  const clip = filming('harbour');
  // Only its parameters say so: whoever believes them takes the memory before it looks further.
  const sps = Buffer.from('6742c03eda003c000439b011000003000100000300020f08042a', 'hex');
  const video = { ...clip.video, sps };
  const packets = packetise(video, clip.audio);
  await stillFrom(startCamera({ clip: { ...clip, video, packets }, path: '/huge' }));
  expect(await notes()).toBe('');
});

test('ffmpeg runs as somebody who is not root, after everything else in turn, and not for long', async () => {
  await stillFrom(startCamera({ clip: filming('harbour'), path: '/door' }));
  expect(await notes()).toBe('nobody, niceness 10, seconds 5');
});
