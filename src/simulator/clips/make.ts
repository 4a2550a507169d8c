/**
 * Draws the clips of `fixtures/clips` anew. Needs ffmpeg (with libx264 and librsvg) and qrencode:
 *
 *     npm run build && node dist/simulator/clips/make.js [folder]
 *
 * Every picture is SVG, so the clips are the same on every machine up to the encoder's version.
 * The sound is encoded for several loops and one is cut out of the middle, where neither the
 * encoder's priming nor its end is heard.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from '../../common/make-folder.ts';
import { adtsFrames } from '../../pictures/media/aac/adts.ts';
import { shippedClips } from './clip.ts';
import { birch, harbour } from './scenes/palette.ts';
import { height, picture, width } from './scenes/picture.ts';
import type { Subject } from './scenes/picture.ts';
import { sound } from './sound.ts';

const fps = 15;
const seconds = 8;
const aacRate = 16_000;

const subjects = [
  { palette: birch, camera: 'Front door', audio: 'aac' },
  { palette: birch, camera: 'Garden', audio: 'pcmu' },
  { palette: harbour, camera: 'Front door', audio: 'pcmu' },
  { palette: harbour, camera: 'Garden', audio: undefined },
] as const;

const folder = process.argv[2] ?? shippedClips;

function slug(name: string): string {
  return name.toLowerCase().replaceAll(' ', '-');
}

function ffmpeg(args: readonly string[], input?: Buffer): Buffer {
  return execFileSync('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-y', ...args], {
    ...(input && { input }),
    maxBuffer: 64 * 1024 * 1024,
  });
}

/** Version 2, level M for every watermark, so that all four codes have the same size and place. */
function qrModules(text: string): boolean[][] {
  const art = execFileSync('qrencode', ['-v', '2', '-l', 'M', '-m', '0', '-t', 'ASCII', text]);
  const rows = art.toString('ascii').split('\n').filter(Boolean);
  return rows.map((row) =>
    Array.from(row)
      .filter((_, i) => i % 2 === 0)
      .map((cell) => cell === '#'),
  );
}

function makeVideo(subject: Subject, name: string): void {
  const work = mkdtempSync(join(tmpdir(), 'clip-'));
  try {
    const count = fps * seconds;
    for (let i = 0; i < count; i++) {
      writeFileSync(join(work, `${String(i).padStart(3, '0')}.svg`), picture(subject, i / count));
    }
    // prettier-ignore
    ffmpeg([
      '-framerate', String(fps), '-i', join(work, '%03d.svg'),
      '-vf', 'scale=out_color_matrix=bt709:out_range=tv,format=yuv420p',
      '-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709',
      '-c:v', 'libx264', '-preset', 'veryslow', '-tune', 'animation', '-profile:v', 'high',
      '-level', '3.0', '-crf', '23', '-bf', '0', '-g', String(fps), '-keyint_min', String(fps),
      '-sc_threshold', '0', '-flags', '+cgop',
      // Drops the encoder's own note (SEI), which would be sent again with every loop.
      '-bsf:v', 'filter_units=remove_types=6',
      '-f', 'h264', join(folder, `${name}.h264`),
    ]);
    // prettier-ignore
    ffmpeg([
      '-i', join(work, '000.svg'), '-frames:v', '1', '-pix_fmt', 'yuvj420p', '-q:v', '10',
      join(folder, `${name}.jpg`),
    ]);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function makeAac(): Buffer {
  const raw = ['-f', 's16le', '-ar', String(aacRate), '-ac', '1', '-i', 'pipe:0'];
  const adts = ffmpeg(
    [...raw, '-c:a', 'aac', '-b:a', '32k', '-f', 'adts', 'pipe:1'],
    sound(seconds, aacRate, 3),
  );
  const perLoop = (seconds * aacRate) / 1024;
  return Buffer.concat(
    adtsFrames(adts)
      .slice(perLoop, 2 * perLoop)
      .map((frame) => frame.whole),
  );
}

function makePcmu(): Buffer {
  const raw = ['-f', 's16le', '-ar', '8000', '-ac', '1', '-i', 'pipe:0'];
  return ffmpeg([...raw, '-c:a', 'pcm_mulaw', '-f', 'mulaw', 'pipe:1'], sound(seconds, 8000, 1));
}

makeFolder(folder, 0o777);
const index = subjects.map(({ palette, camera, audio }) => {
  const watermark = `${slug(palette.household)}/${slug(camera)}`;
  const name = watermark.replace('/', '-');
  makeVideo({ palette, camera, watermark, modules: qrModules(watermark) }, name);
  if (audio === 'aac') writeFileSync(join(folder, `${name}.aac`), makeAac());
  if (audio === 'pcmu') writeFileSync(join(folder, `${name}.ulaw`), makePcmu());
  return {
    name,
    household: palette.household,
    camera,
    stamp: watermark,
    fps,
    width,
    height,
    video: `${name}.h264`,
    still: `${name}.jpg`,
    ...(audio === 'aac' && { audio: { codec: audio, file: `${name}.aac` } }),
    ...(audio === 'pcmu' && { audio: { codec: audio, file: `${name}.ulaw` } }),
  };
});
writeFileSync(join(folder, 'clips.json'), `${JSON.stringify(index, null, 2)}\n`);
