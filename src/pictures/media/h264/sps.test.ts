import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { caseClip } from '../../../workshop/testing/camera-cases/clips.ts';
import { type WrittenSize, writtenKey } from '../../../workshop/testing/written-sets.ts';
import { ParameterSets } from './parameter-sets.ts';
import { parseSps } from './sps.ts';
import { encodeClip, pictures, shippedClip } from '../testing/h264.ts';
import { splitNals } from './annex-b.ts';
import { typeOf } from './nal.ts';
import { run } from '../testing/run.ts';
import { describeWith } from '../../cameras/rtsp/testing/tools.ts';

const nals = splitNals(shippedClip());
const sps = nals.find((nal) => typeOf(nal) === 7) ?? Buffer.alloc(0);
const pps = nals.find((nal) => typeOf(nal) === 8) ?? Buffer.alloc(0);

describe('SPS', () => {
  test('of a shipped clip', () => {
    expect(parseSps(sps)).toMatchObject({
      width: 848,
      height: 480,
      profileLevelId: sps.subarray(1, 4).toString('hex'),
    });
  });

  test('of a camera whose picture is cropped: 1920 x 1080', () => {
    const sprop = 'Z2QAKq2EAQwgCGEAQwgCGEAQwgCEK1A8ARPyzcBAQECA';
    expect(parseSps(Buffer.from(sprop, 'base64'))).toMatchObject({ width: 1920, height: 1080 });
  });

  const shown = { width: 640, height: 368 };
  test.each<[string, WrittenSize, number | undefined]>([
    ['the largest frame of level 6.2', { widthMbs: 512, heightMbs: 272 }, 8192],
    ['one macroblock row more', { widthMbs: 512, heightMbs: 273 }, undefined],
    ['the widest', { widthMbs: 1055, heightMbs: 132, shown }, 640],
    ['one column more', { widthMbs: 1056, heightMbs: 2, shown }, undefined],
    ['one row more than the highest', { widthMbs: 40, heightMbs: 1056, shown }, undefined],
    [
      'a vast one of which little is shown',
      { widthMbs: 32_768, heightMbs: 16_384, shown },
      undefined,
    ],
  ])('no frame is larger than any level has: %s', (_, size, width) => {
    expect(parseSps(writtenKey(size).sps)?.width).toBe(width);
  });

  test('any bytes are read or refused, never worse', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        parseSps(Uint8Array.from([0x67, ...bytes]));
      }),
      { numRuns: 5_000 },
    );
    expect(parseSps(sps.subarray(0, 8))).toBeUndefined();
    expect(parseSps(pps)).toBeUndefined();
  });
});

describeWith('ffmpeg', 'how many pictures may be out of order', () => {
  test.each([
    ['baseline', '', 0],
    ['main', 'bframes=0', 0],
    ['main', 'bframes=2:b-pyramid=0', 1],
    ['high', 'bframes=3:b-pyramid=normal', 2],
    ['main', 'bframes=2:b-pyramid=0:nal-hrd=vbr:vbv-maxrate=1000:vbv-bufsize=1000:pic-struct=1', 1],
    ['main', 'bframes=2:b-pyramid=0:overscan=show:videoformat=pal:colorprim=bt709:chromaloc=1', 1],
  ])('%s, %s: %i', async (profile, options, frames) => {
    const source = '-v error -f lavfi -i testsrc2=size=320x192:rate=25,setsar=5/7 -frames:v 9';
    const codec = `-pix_fmt yuv420p -c:v libx264 -profile:v ${profile} -x264-params keyint=9:${options}`;
    const { stdout } = await run('ffmpeg', `${source} ${codec} -f h264 -`.split(' '));
    const found = splitNals(stdout).find((nal) => typeOf(nal) === 7) ?? Buffer.alloc(0);
    expect(parseSps(found)).toMatchObject({ reorderFrames: frames, intervalUs: 40_000 });
    // One that ends before it says is an SPS all the same.
    expect(parseSps(found.subarray(0, found.length - 3))).toMatchObject({ width: 320 });
  });

  test('one need not say', async () => {
    const clip = await caseClip('b-pictures-untold');
    const [first] = clip.pictures.flatMap(({ nals: all }) =>
      all.filter((nal) => typeOf(nal) === 7),
    );
    const found = parseSps(first ?? Buffer.alloc(0));
    expect(found).toMatchObject({ width: 640, height: 360, frameNumBits: 4 });
    expect(found?.reorderFrames).toBeUndefined();
  });
});

describeWith('ffmpeg', 'SPS as ffmpeg writes them', () => {
  test.each([
    ['1918x1078', 'yuv420p', 'high'],
    ['638x358', 'yuv420p', 'baseline'],
    ['321x181', 'yuv444p', 'high444'],
    ['640x362', 'yuv422p', 'high422'],
  ])('%s %s %s', async (size, format, profile) => {
    const crop = `format=${format},crop=${size.replace('x', ':')}:0:0:exact=1`;
    const args = `-v error -f lavfi -i color=size=1920x1088:rate=1 -frames:v 1 -vf ${crop} -c:v libx264 -profile:v ${profile} -f h264 -`;
    const { stdout } = await run('ffmpeg', args.split(' '));
    const found = splitNals(stdout).find((nal) => typeOf(nal) === 7);
    const { width, height } = parseSps(found ?? sps) ?? {};
    expect(`${width}x${height}`).toBe(size);
  });
});

describe('parameter sets', () => {
  test('from the SDP, and anew from the stream', async () => {
    const sets = new ParameterSets();
    expect(sets.track).toBeUndefined();
    sets.takeSprop(`${sps.toString('base64')},${pps.toString('base64')}`);
    const track = sets.track;
    expect(track).toMatchObject({ codec: 'h264', width: 848, height: 480 });
    expect(sets.take([sps, pps])).toBe(true);
    expect(sets.track).toBe(track);
    // A PPS with another id goes when its SPS goes.
    expect(sets.take([Buffer.from([0x68, 0x5f, 1])])).toBe(true);
    expect(sets.nals.map(typeOf)).toEqual([7, 8, 8]);
    const [other = []] = pictures(await encodeClip({ count: 1 }));
    expect(sets.take(other.filter((nal) => typeOf(nal) === 7 || typeOf(nal) === 8))).toBe(true);
    expect(sets.track).toMatchObject({ width: 320, height: 192 });
    expect(sets.nals.map(typeOf)).toEqual([7, 8]);
  });

  test('nonsense is refused', () => {
    const sets = new ParameterSets();
    sets.takeSprop('====,not base64,,');
    expect(sets.track).toBeUndefined();
    expect(sets.take([Buffer.from([0x67, 1, 2, 3, 4])])).toBe(false);
    expect(sets.take([Buffer.from([0x68])])).toBe(false);
    expect(sets.take([Buffer.concat([pps, Buffer.alloc(2_000, 1)])])).toBe(false);
    // ue(v) of 0..19 in the first bits: more PPS than any camera has.
    const many = Array.from({ length: 20 }, (_, id) => {
      const code = (id + 1).toString(2);
      const bits = `${'0'.repeat(code.length - 1)}${code}`.padEnd(16, '1');
      return Buffer.from([0x68, parseInt(bits.slice(0, 8), 2), parseInt(bits.slice(8), 2), 1]);
    });
    expect(sets.take(many)).toBe(false);
  });

  test('as many SPS of one picture are read as there are ids; the same again counts for nothing', () => {
    const others = Array.from({ length: 33 }, (_, at) => {
      const { sps: nal } = writtenKey({ widthMbs: 20 + at, heightMbs: 20 });
      return nal;
    });
    expect(new ParameterSets().take([...others.slice(1), pps])).toBe(true);
    expect(new ParameterSets().take([...others, pps])).toBe(false);
    expect(new ParameterSets().take([...Array.from({ length: 200 }, () => sps), pps])).toBe(true);
  });
});
