/** Real H.264: split, put into RTP packets, decoded by ffmpeg. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../common/project-root.ts';
import { joinNals, splitNals } from '../h264/annex-b.ts';
import { isFirstSlice, nalType, typeOf } from '../h264/nal.ts';
import { payloadsOf, writeAggregate } from '../rtp/h264-payloads.ts';
import { address, beginHeader, headerBytes } from '../rtp/packet.ts';
import { run } from './run.ts';

const isSlice = (nal: Uint8Array): boolean =>
  typeOf(nal) === nalType.slice || typeOf(nal) === nalType.idr;

/** NAL units by picture. */
export function pictures(stream: Buffer): Buffer[][] {
  const all: Buffer[][] = [];
  let current: Buffer[] = [];
  for (const nal of splitNals(stream)) {
    const begins = isSlice(nal) ? isFirstSlice(nal) : true;
    if (begins && current.some(isSlice)) {
      all.push(current);
      current = [];
    }
    current.push(nal);
  }
  if (current.length > 0) all.push(current);
  return all;
}

/** Returns a clip that comes with the project: 15 pictures a second, no B pictures. */
export function shippedClip(name = 'birch-front-door'): Buffer {
  return readFileSync(join(projectRoot, `fixtures/clips/${name}.h264`));
}

/** Encodes a fresh clip by x264: `slices` to a picture, key picture every `keyEvery`. */
export async function encodeClip(
  options: { readonly slices?: number; readonly count?: number; readonly keyEvery?: number } = {},
): Promise<Buffer> {
  const { slices = 1, count = 60, keyEvery = 10 } = options;
  const x264 = `slices=${slices}:keyint=${keyEvery}:min-keyint=${keyEvery}:scenecut=0:bframes=0:ref=3`;
  const args = `-v error -f lavfi -i testsrc2=size=320x192:rate=25 -frames:v ${count} -pix_fmt yuv420p -c:v libx264 -x264-params ${x264} -f h264 -`;
  const { stdout } = await run('ffmpeg', args.split(' '));
  return stdout;
}

export interface Packing {
  readonly mtu?: number;
  /** Small NAL units that follow one another share a packet. */
  readonly aggregate?: boolean;
  /** Which packets carry the marker bit. */
  readonly marker?: 'last' | 'every-nal' | 'never';
}

export interface Packed {
  readonly marker: boolean;
  readonly payload: Buffer;
}

/** Packs one picture's NAL units into RTP payloads (RFC 6184). */
export function pack(nals: readonly Buffer[], packing: Packing = {}): Packed[] {
  const { mtu = 1_200, aggregate = false, marker = 'last' } = packing;
  const packed: Packed[] = [];
  const small: Buffer[] = [];
  const flush = (): void => {
    const [first] = small;
    if (first === undefined) return;
    const payload = small.length === 1 ? first : writeAggregate(small);
    packed.push({ marker: marker === 'every-nal', payload });
    small.length = 0;
  };
  for (const nal of nals) {
    const left = mtu - small.reduce((sum, one) => sum + one.length + 2, 1);
    if (!aggregate || nal.length + 2 > left) flush();
    if (nal.length <= mtu) {
      small.push(nal);
      if (!aggregate) flush();
      continue;
    }
    const payloads = payloadsOf(nal, mtu);
    for (const [at, payload] of payloads.entries()) {
      const ends = at === payloads.length - 1;
      packed.push({ marker: ends && marker === 'every-nal', payload });
    }
  }
  flush();
  const last = packed.pop();
  if (last !== undefined) packed.push({ ...last, marker: marker !== 'never' });
  return packed;
}

export interface RtpFields {
  readonly sequence: number;
  readonly timestamp: number;
  readonly marker?: boolean;
  readonly payloadType?: number;
  readonly ssrc?: number;
  readonly payload: Buffer;
}

/** Writes an RTP packet. */
export function rtpBytes(fields: RtpFields): Buffer {
  const { sequence, timestamp, marker, payloadType = 96, ssrc = 0x1234, payload } = fields;
  const bytes = beginHeader(Buffer.alloc(headerBytes + payload.length), marker);
  address(bytes, { payloadType, ssrc }, sequence, timestamp);
  payload.copy(bytes, headerBytes);
  return bytes;
}

export interface Decoded {
  /** One checksum a picture, in order. */
  readonly pictures: readonly string[];
  /** Whatever ffmpeg had to complain about. */
  readonly complaints: string;
}

/** Decodes NAL units by ffmpeg. */
export async function decode(nals: readonly Uint8Array[]): Promise<Decoded> {
  const stream = joinNals(nals);
  const { stdout, stderr } = await run(
    'ffmpeg',
    ['-v', 'info', '-hide_banner', '-f', 'h264', '-i', '-', '-vsync', '0', '-f', 'framecrc', '-'],
    stream,
  );
  const lines = stdout.toString().split('\n');
  const complaint = /error|conceal|gap|corrupt|missing|invalid|mmco|reference|non-existing/i;
  return {
    pictures: lines.filter((line) => /^\d/.test(line)).map((line) => line.split(',').at(-1) ?? ''),
    complaints: stderr
      .split('\n')
      .filter((line) => complaint.test(line))
      .join('\n'),
  };
}
