/** The SPS and PPS in force, from the SDP or from the stream itself. */
import type { VideoTrack } from '../unit.ts';
import { splitStartCodes } from './annex-b.ts';
import { limits } from '../limits.ts';
import { nalType, typeOf } from './nal.ts';
import { ppsId } from './pps.ts';
import { parseSps, type Sps } from './sps.ts';

export class ParameterSets {
  #sps: { readonly nal: Uint8Array; readonly parsed: Sps } | undefined;
  #pps = new Map<number, Uint8Array>();
  #track: VideoTrack | undefined;

  /** Reads sprop-parameter-sets (RFC 6184 §8.1); skips what is damaged. */
  takeSprop(sprop: string): void {
    const nals = sprop.split(',').map((text) => Buffer.from(text, 'base64'));
    this.take(nals.flatMap(splitStartCodes).map((nal) => Uint8Array.from(nal)));
  }

  /**
   * Takes the SPS and PPS that came with one picture. A new SPS voids every PPS except those that came with
   * it. Returns false if one of them makes no sense: then the picture is damaged.
   */
  take(nals: readonly Uint8Array[]): boolean {
    const pps: [number, Uint8Array][] = [];
    let sps = this.#sps;
    let read = 0;
    for (const nal of nals) {
      if (nal.length > limits.parameterSetBytes) return false;
      const type = typeOf(nal);
      if (type === nalType.sps) {
        // Most cameras send the same again and again.
        if (same(nal, sps?.nal)) continue;
        read += 1;
        const parsed = read > limits.sequenceParameterSets ? undefined : parseSps(nal);
        if (parsed === undefined) return false;
        sps = { nal, parsed };
      } else if (type === nalType.pps) {
        const id = ppsId(nal);
        if (id === undefined) return false;
        pps.push([id, nal]);
      }
    }
    if (sps !== undefined && !same(sps.nal, this.#sps?.nal)) {
      this.#sps = sps;
      if (pps.length > 0) this.#pps.clear();
      this.#track = undefined;
    }
    for (const [id, nal] of pps) {
      if (same(nal, this.#pps.get(id))) continue;
      if (this.#pps.size >= limits.pictureParameterSets && !this.#pps.has(id)) return false;
      this.#pps.set(id, nal);
      this.#track = undefined;
    }
    return true;
  }

  get sps(): Sps | undefined {
    return this.#sps?.parsed;
  }

  has(id: number): boolean {
    return this.#pps.has(id);
  }

  /** The NAL units with which a key unit begins. */
  get nals(): readonly Uint8Array[] {
    return this.#sps === undefined ? [] : [this.#sps.nal, ...this.#pps.values()];
  }

  /** The track they describe; the same object until one of them changes; undefined until both came. */
  get track(): VideoTrack | undefined {
    const [pps] = this.#pps.values();
    if (this.#sps === undefined || pps === undefined) return undefined;
    const { nal, parsed } = this.#sps;
    const { width, height, profileLevelId, intervalUs } = parsed;
    this.#track ??= Object.freeze({
      codec: 'h264',
      sps: nal,
      pps,
      width,
      height,
      profileLevelId,
      ...(intervalUs !== undefined && { intervalUs }),
    });
    return this.#track;
  }
}

function same(a: Uint8Array, b: Uint8Array | undefined): boolean {
  return b !== undefined && Buffer.compare(a, b) === 0;
}
