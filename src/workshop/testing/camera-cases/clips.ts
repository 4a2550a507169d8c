/** What the cameras of the cases film, in the order in which it is sent. */
import { pictures, shippedClip } from '../../../pictures/media/testing/h264.ts';
import { typeOf } from '../../../pictures/media/h264/nal.ts';
import { run } from '../../../pictures/media/testing/run.ts';

export type ClipName =
  | 'usual'
  | 'b-pictures'
  | 'b-pictures-untold'
  | 'b-pyramid'
  | 'open-gop'
  | 'open-gop-without-b-pictures'
  | 'intra-refresh'
  | 'long-gop';

export interface ClipPicture {
  readonly nals: readonly Buffer[];
  /** Which one it is in order of display. */
  readonly shown: number;
}

export interface CaseClip {
  readonly perSecond: number;
  /** A length that may be played over and over, but for the first pictures left out. */
  readonly pictures: readonly ClipPicture[];
}

/** Options of x264 beside the common ones. */
const encodings: Readonly<
  Record<Exclude<ClipName, 'usual' | 'b-pictures-untold' | 'open-gop-without-b-pictures'>, string>
> = {
  'b-pictures': 'bframes=2:b-adapt=0:b-pyramid=0',
  'b-pyramid': 'bframes=3:b-adapt=0:b-pyramid=normal',
  'open-gop': 'bframes=2:b-adapt=0:b-pyramid=0:open-gop=1',
  'intra-refresh': 'bframes=0:intra-refresh=1',
  'long-gop': 'bframes=0:keyint=120:min-keyint=120',
};

const made = new Map<ClipName, Promise<CaseClip>>();

/** Returns the clip of that name; it is made once. */
export function caseClip(name: ClipName): Promise<CaseClip> {
  const clip = made.get(name) ?? makeClip(name);
  made.set(name, clip);
  return clip;
}

async function makeClip(name: ClipName): Promise<CaseClip> {
  if (name === 'usual') {
    const all = pictures(shippedClip());
    return { perSecond: 15, pictures: all.map((nals, shown) => ({ nals, shown })) };
  }
  if (name === 'b-pictures-untold') {
    const told = await caseClip('b-pictures');
    const untold = told.pictures.map(({ nals, shown }) => ({ nals: nals.map(untell), shown }));
    return { ...told, pictures: untold };
  }
  if (name === 'open-gop-without-b-pictures') {
    const clip = await caseClip('open-gop');
    return { ...clip, pictures: clip.pictures.filter(({ nals }) => !nals.some(isDisposable)) };
  }
  const clip = await encode(encodings[name]);
  // Joined by a client after the one IDR picture, as one that shares a running encoder is.
  const late = name === 'open-gop' || name === 'intra-refresh';
  if (late) return { ...clip, pictures: clip.pictures.slice(20) };
  // One key picture in it, seven seconds on.
  return name === 'long-gop' ? { ...clip, pictures: clip.pictures.slice(15) } : clip;
}

/** A slice that none refers to. */
const isDisposable = (nal: Buffer): boolean => ((nal[0] ?? 0) & 0x7f) === 1;

async function encode(options: string): Promise<CaseClip> {
  const x264 = `keyint=15:min-keyint=15:scenecut=0:${options}`;
  const source =
    '-v error -f lavfi -i testsrc2=size=640x360:rate=15 -frames:v 150 -pix_fmt yuv420p';
  const codec = `-c:v libx264 -threads 1 -profile:v main -x264-params ${x264} -f mpegts -`;
  const { stdout: ts } = await run('ffmpeg', `${source} ${codec}`.split(' '));
  const raw = await run('ffmpeg', '-v error -i - -c copy -f h264 -'.split(' '), ts);
  const probe = '-v error -select_streams v -show_entries packet=pts -of csv=p=0 -';
  const { stdout: list } = await run('ffprobe', probe.split(' '), ts);
  const times = list
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Number(line.replace(',', '')));
  const first = Math.min(...times);
  const all = pictures(raw.stdout);
  if (all.length !== times.length) throw new Error('pictures and times do not match');
  const shown = times.map((ticks) => Math.round((ticks - first) / 6_000));
  return { perSecond: 15, pictures: all.map((nals, at) => ({ nals, shown: shown[at] ?? at })) };
}

/** An SPS without its VUI: cameras seldom tell how many pictures may be out of order. */
function untell(nal: Buffer): Buffer {
  if (typeOf(nal) !== 7) return nal;
  const bits = [...nal].flatMap((byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((at) => (byte >> at) & 1));
  const flag = vuiFlagOf(bits);
  const cut = [...bits.slice(0, flag), 0, 1];
  while (cut.length % 8 !== 0) cut.push(0);
  const bytes: number[] = [];
  for (let at = 0; at < cut.length; at += 8) {
    bytes.push(cut.slice(at, at + 8).reduce((byte, bit) => byte * 2 + bit, 0));
  }
  return Buffer.from(bytes);
}

/**
 * Where vui_parameters_present_flag stands in an SPS of Main profile with frames only and no cropping. Found without
 * `media/h264/sps.ts`, which is what the cases try.
 */
function vuiFlagOf(bits: readonly number[]): number {
  let at = 8 + 24;
  const number = (): number => {
    let zeros = 0;
    while (bits[at] === 0) {
      zeros += 1;
      at += 1;
    }
    const value = bits.slice(at, at + zeros + 1).reduce((sum, bit) => sum * 2 + bit, 0) - 1;
    at += zeros + 1;
    return value;
  };
  number();
  number();
  if (number() === 0) number();
  number();
  at += 1;
  number();
  number();
  const framesOnly = bits[at] === 1;
  at += framesOnly ? 2 : 3;
  const crops = bits[at] === 1;
  at += 1;
  if (crops) for (let left = 4; left > 0; left -= 1) number();
  return at;
}
