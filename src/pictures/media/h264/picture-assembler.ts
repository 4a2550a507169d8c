/**
 * Turns NAL units into whole pictures; nothing that could be torn leaves here.
 *
 * A picture counts as whole if no packet of it or before it is missing since the last key picture (an IDR
 * picture, or an intra picture with a recovery point that is right at once, in an open GOP), its first slice
 * begins with macroblock 0, it names a PPS we have, and its frame_num follows the one before. After any
 * damage everything is dropped until the next key picture.
 *
 * The marker bit says at once where a picture ends, but a good many cameras set it on every slice (and some
 * never). So it is believed only once a marked picture was seen to be followed by a new one, and no more
 * after a marked picture was seen to go on; until it is believed, a picture ends where the next one begins
 * (ITU-T H.264 §7.4.1.2.3). Parameter sets, SEI and delimiters of the same timestamp begin none by
 * themselves, though the standard says so: GStreamer's rtph264pay with `config-interval=-1` sends SPS and PPS
 * before every slice of an IDR picture. The slice after them decides.
 */
import { limits } from '../limits.ts';
import { isFirstSlice, isParameterSet, nalType, typeOf } from './nal.ts';
import type { ParameterSets } from './parameter-sets.ts';
import { recoveryFrames } from './sei.ts';
import { parseSliceStart, type SliceStart } from './slice.ts';

export interface Picture {
  readonly rtpTimestamp: number;
  /** Decoding may begin with it. */
  readonly key: boolean;
  /** It is an IDR picture. */
  readonly idr: boolean;
  /** It may be shown before pictures that came before it. */
  readonly bidirectional: boolean;
  /** Others may refer to it. */
  readonly reference: boolean;
  /**
   * Access unit delimiters and fillers are left out, SEI kept; SPS and PPS come first in a key picture, a new
   * PPS in any.
   */
  readonly nals: readonly Uint8Array[];
}

/** What the marker bit of this camera was found to mean. */
export type MarkerBelief = 'unknown' | 'ends-picture' | 'means-nothing';

const { idr: IDR, sei: SEI } = nalType;

export class PictureAssembler {
  readonly #sets: ParameterSets;
  readonly #deliver: (picture: Picture) => void;
  #nals: Uint8Array[] = [];
  #sets7and8: Uint8Array[] = [];
  /** NAL units that came after a slice with its timestamp, and may be of the next picture. */
  #between: Uint8Array[] = [];
  #bytes = 0;
  #timestamp = 0;
  /** NAL type of the picture's slices; 0 before the first. */
  #sliceType = 0;
  /** The picture so far was marked, but the marker was not believed. */
  #marked = false;
  #belief: MarkerBelief;
  readonly #believes: (belief: MarkerBelief) => void;
  /** Damaged: nothing until a key picture. */
  #broken = true;
  /** frame_num of the last reference picture. */
  #frameNum = 0;
  /** RTP timestamp of the intra picture that opened the GOP, until a picture other than a B picture follows. */
  #opened: number | undefined;

  /** `belief`: what was learnt earlier of the same camera; `believes` gets what is learnt now. */
  constructor(
    sets: ParameterSets,
    deliver: (picture: Picture) => void,
    belief: MarkerBelief = 'unknown',
    believes: (belief: MarkerBelief) => void = () => undefined,
  ) {
    this.#believes = believes;
    this.#sets = sets;
    this.#deliver = deliver;
    this.#belief = belief;
  }

  get belief(): MarkerBelief {
    return this.#belief;
  }

  /** Whether an IDR picture was begun that did not become whole; until somebody resets it. */
  keySpoilt = false;
  /** One is under way: a picture that is not over yet, or waits for the next to begin, is not spoilt. */
  #keyUnderWay = false;

  /** How many pictures were begun, and how many of them left whole and in order. */
  begun = 0;
  whole = 0;

  /** The first slice of an IDR picture is there. */
  beginKey(): void {
    this.#keyUnderWay = true;
  }

  /** Takes the next NAL unit, with the RTP timestamp of the packet it came in. */
  push(nal: Uint8Array, timestamp: number): void {
    const type = typeOf(nal);
    if (nal.length < 2) {
      // The ends of a sequence and of a stream consist of nothing but their type (§7.3.2.5, §7.3.2.6).
      if (type <= IDR) this.damage();
      return;
    }
    const slice = type === nalType.slice || type === IDR;
    const begins = slice ? isFirstSlice(nal) : type >= SEI && type <= 9;
    const goesOn = slice && !begins;
    if (this.#sliceType !== 0 && begins && !slice && timestamp === this.#timestamp) {
      this.#setAside(nal);
      return;
    }
    // A slice from further down belongs to the picture that was begun, whatever its timestamp says.
    if (this.#sliceType !== 0 && !goesOn && (begins || timestamp !== this.#timestamp)) {
      if (this.#marked && this.#belief === 'unknown') this.#believe('ends-picture');
      this.#finish();
    }
    if (goesOn) this.#contradict();
    if (slice && begins) this.begun += 1;
    if (this.#sliceType === 0) this.#timestamp = timestamp;
    this.#takeBetween();
    this.#add(nal, type, slice);
  }

  /** The packet just taken carried the marker bit. */
  mark(): void {
    if (this.#sliceType === 0) return;
    if (this.#belief === 'ends-picture') this.#finish();
    else this.#marked = true;
  }

  /** Something is missing or broken: drops the picture that was begun, and all until the next key. */
  damage(): void {
    // They came whole, and may not come again.
    this.#sets.take([...this.#sets7and8, ...this.#between.filter(isParameterSet)]);
    this.#between = [];
    this.keySpoilt ||= this.#keyUnderWay;
    this.#clear();
    this.#broken = true;
  }

  /** A picture goes on: if it was said to be over, the marker means nothing. */
  #contradict(): void {
    const over = this.#sliceType === 0 && !this.#broken;
    if (this.#marked || over) this.#believe('means-nothing');
  }

  #believe(belief: MarkerBelief): void {
    if (belief === this.#belief) return;
    this.#belief = belief;
    this.#believes(belief);
  }

  #setAside(nal: Uint8Array): void {
    this.#between.push(nal);
    this.#bytes += nal.length;
    this.#limit();
  }

  /** Within a picture only the parameter sets of what was set aside are kept: an SEI has no place there. */
  #takeBetween(): void {
    const between = this.#between;
    if (between.length === 0) return;
    this.#between = [];
    for (const nal of between) {
      if (this.#sliceType !== 0) this.#bytes -= nal.length;
      if (this.#sliceType === 0 || isParameterSet(nal)) this.#add(nal, typeOf(nal), false);
    }
  }

  #limit(): void {
    const count = this.#nals.length + this.#sets7and8.length + this.#between.length;
    if (this.#bytes > limits.unitBytes || count > limits.unitNals) this.damage();
  }

  #add(nal: Uint8Array, type: number, slice: boolean): void {
    if (type >= 2 && type <= 4) {
      // Data partitions: no camera's decoder profile has them.
      this.damage();
      return;
    }
    if (type === IDR) this.beginKey();
    if (slice) {
      if (this.#sliceType !== 0 && this.#sliceType !== type) this.damage();
      this.#sliceType = type;
    }
    if (isParameterSet(nal)) this.#sets7and8.push(nal);
    else if (slice || type === SEI) this.#nals.push(nal);
    else return;
    this.#bytes += nal.length;
    this.#limit();
  }

  #finish(): void {
    const nals = this.#nals;
    const idr = this.#sliceType === IDR;
    const timestamp = this.#timestamp;
    const known = this.#sets7and8.length > 0 ? this.#sets.nals : undefined;
    const complete = this.#sets.take(this.#sets7and8);
    this.#clear();
    const first = complete ? nals.find((nal) => typeOf(nal) !== SEI) : undefined;
    const { sps } = this.#sets;
    const start = first && sps && parseSliceStart(first, sps);
    const key = idr || (start?.type === 'I' && nals.some(isRecovered));
    const reference = ((first?.[0] ?? 0) & 0x60) !== 0;
    if (start === undefined || !this.#follows(start, key, reference)) {
      this.#broken = true;
      this.keySpoilt ||= idr;
      return;
    }
    this.#broken = false;
    this.whole += 1;
    if (key) this.#opened = idr ? undefined : timestamp;
    else if (this.#leads(start, timestamp)) return;
    this.#deliver({
      rtpTimestamp: timestamp,
      key,
      idr,
      bidirectional: start.type === 'B',
      reference,
      nals: [...this.#setsFor(key, known), ...nals],
    });
  }

  /** Returns all of them before a key picture, and before any other the PPS that came with it and are not `known`. */
  #setsFor(key: boolean, known: readonly Uint8Array[] | undefined): readonly Uint8Array[] {
    if (key) return this.#sets.nals;
    if (known === undefined) return [];
    return this.#sets.nals.filter((nal) => typeOf(nal) === nalType.pps && !known.includes(nal));
  }

  /** Whether the picture can be decoded after all that was delivered (§7.4.3 on frame_num). */
  #follows(start: SliceStart, key: boolean, reference: boolean): boolean {
    if (this.#broken && !key) return false;
    const { sps } = this.#sets;
    if (sps === undefined || start.firstMacroblock !== 0 || !this.#sets.has(start.ppsId)) {
      return false;
    }
    const step = (start.frameNum - this.#frameNum + 2 ** sps.frameNumBits) % 2 ** sps.frameNumBits;
    if (!key && step > 1 && !sps.gapsAllowed) return false;
    if (key || reference) this.#frameNum = start.frameNum;
    return true;
  }

  /**
   * Whether it is shown before the intra picture of an open GOP that it came after: then it refers to earlier
   * pictures, which a viewer that begins with the intra picture does not have.
   */
  #leads({ type }: SliceStart, timestamp: number): boolean {
    if (this.#opened === undefined) return false;
    if (type === 'B') return ((timestamp - this.#opened) | 0) < 0;
    this.#opened = undefined;
    return false;
  }

  #clear(): void {
    this.#nals = [];
    this.#sets7and8 = [];
    this.#bytes = 0;
    this.#sliceType = 0;
    this.#marked = false;
    this.#keyUnderWay = false;
  }
}

const isRecovered = (nal: Uint8Array): boolean => typeOf(nal) === SEI && recoveryFrames(nal) === 0;
