/** The oracle: looks at every byte that displays received, and keeps count. */
import {
  findWatermarks,
  readWatermark,
  type Watermark,
} from '../../../../simulator/watermark/watermark.ts';
import { textOfSei } from '../../../../simulator/watermark/sei.ts';
import { splitNals } from '../../../../pictures/media/h264/annex-b.ts';
import { AnswerOracle } from './answer-oracle.ts';
import type { FrameKind, OnScreen } from './findings.ts';
import { judge, late, type Viewing } from './judge.ts';
import { RtpReader } from '../../../../simulator/client/rtp-reader.ts';
import { pesOfTs } from '../../../../pictures/media/mpegts/read-video.ts';

/** How long a player may show what it had before a right ended, in milliseconds. */
const playedMs = { hls: 20_000, webrtc: 5_000, still: 5_000 } as const;

/** What a display received of one answer. */
export interface Received {
  readonly body: Buffer;
  /** Nothing was cut off. If it was, only what it says is judged, never what it lacks. */
  readonly whole: boolean;
  /** When its head had come, milliseconds since 1970. */
  readonly beganAt?: number;
}

interface Excuse {
  readonly address: string;
  readonly camera: string;
}

export class Oracle extends AnswerOracle {
  /** Decoded pictures by how they came. */
  readonly frames: Record<FrameKind, number> = { hls: 0, webrtc: 0, still: 0 };
  #standstill = { from: -Infinity, until: -Infinity, handedOver: new Set<Viewing>() };
  /** Cameras that answer at each other's address, where nobody could tell the bridge. */
  readonly #excused = new Set<Excuse>();
  readonly #everExcused = new Set<string>();

  /** Pictures that `camera` makes may come from the address of `address`, until taken back. */
  excuse(address: string, camera: string): () => void {
    // Each by itself: the end of an earlier one is not the end of this.
    const excuse = { address, camera };
    this.#excused.add(excuse);
    this.#everExcused.add(`${address} ${camera}`);
    return () => void this.#excused.delete(excuse);
  }

  /**
   * The bridge stood still. What it was just handing to the network leaves when it goes on, and nobody can take it
   * back: the end of an answer that had begun before, and by WebRTC one packet on each connection.
   */
  stoodStill(from: number, until: number): void {
    this.#standstill = { from, until, handedOver: new Set() };
  }

  /** Judges what an HLS segment holds. Returns how many units. */
  segment(viewing: Viewing, { body, whole, beganAt }: Received): number {
    const units = pesOfTs(body);
    for (const [at, unit] of units.entries()) {
      const texts = splitNals(unit).flatMap((nal) => textOfSei(nal) ?? []);
      // In a segment that was cut off the last unit is cut, too: the cut may have taken its watermark.
      const cut = !whole && at === units.length - 1;
      if (!cut || texts.length > 0) this.#judge(viewing, texts, beganAt);
    }
    return units.length;
  }

  /** Judges a segment that was had before and asked for once more, without counting it a second time. */
  again(viewing: Viewing, received: Received): void {
    const { units } = this.count;
    this.segment(viewing, received);
    this.count.units = units;
  }

  still(viewing: Viewing, { body, whole }: Received): void {
    // Other comments may stand in a picture, too.
    if (this.scrap(viewing, body) === 0 && whole) this.#verdict(viewing, undefined);
    viewing.hadStill ||= whole;
  }

  /** Judges any other bytes by the watermarks that are found in them. Returns how many. */
  scrap(viewing: Viewing, bytes: Buffer): number {
    const watermarks = findWatermarks(bytes);
    for (const watermark of watermarks) this.#verdict(viewing, watermark);
    return watermarks.length;
  }

  /** Takes a WebRTC display's RTP packets, one by one. */
  rtp(viewing: Viewing): (packet: Buffer) => void {
    const reader = new RtpReader(({ texts, whole }) => {
      // A picture that lost packets on the way may have lost its watermark with them.
      if (whole || texts.length > 0) this.#judge(viewing, texts);
    });
    return (packet) => reader.push(packet);
  }

  /** Judges a decoded picture by what its QR code reads, `code`. It says which camera, and not when. */
  frame(viewing: Viewing, kind: FrameKind, code: string | undefined): void {
    const { ledger, arrival } = this.options;
    const [, camera] = /^camera (\S+)$/.exec(code ?? '') ?? [];
    this.count.frames += 1;
    this.frames[kind] += 1;
    if (camera === undefined) {
      this.count.unread += 1;
      return;
    }
    const at = arrival();
    const watermark = { owner: 'whoever', camera, number: 0, filmedAt: at };
    const wrong = judge(ledger, viewing, watermark, at, this.networkMs + playedMs[kind]);
    if (wrong === undefined) return;
    const { grant, camera: asked, by, display } = viewing;
    if (wrong === 'another camera' && this.#wasExcused(asked, camera)) this.count.excused += 1;
    else {
      const onScreen: OnScreen = `${wrong}, on the screen`;
      this.report(display, grant.account, { wrong: onScreen, asked, by, got: watermark });
    }
  }

  #judge(viewing: Viewing, texts: readonly string[], beganAt?: number): void {
    // A unit with two watermarks is judged by both.
    for (const text of texts.length > 0 ? texts : ['']) {
      this.#verdict(viewing, readWatermark(text), beganAt);
    }
  }

  #verdict(viewing: Viewing, watermark: Watermark | undefined, beganAt = Infinity): void {
    const { count } = this;
    const { arrival, ledger } = this.options;
    const at = arrival();
    count.units += 1;
    viewing.lastAt = at;
    const wrong = judge(ledger, viewing, watermark, at, this.networkMs);
    if (wrong === undefined) return;
    const { grant, camera: asked, by, display } = viewing;
    const isExcused = wrong === 'another camera' && this.#isExcused(asked, watermark?.camera);
    const isOver = late.has(wrong) && this.#wasHandedOver(viewing, watermark, beganAt);
    if (isExcused || isOver) count.excused += 1;
    else this.report(display, grant.account, { wrong, asked, by, got: watermark });
  }

  /** Whether it was with the network when the bridge stood still. A packet may be all that a unit still lacked. */
  #wasHandedOver(viewing: Viewing, watermark: Watermark | undefined, beganAt: number): boolean {
    const { from, until, handedOver } = this.#standstill;
    if (viewing.by === 'hls') return beganAt < until;
    if (watermark === undefined || watermark.filmedAt >= from || handedOver.has(viewing))
      return false;
    handedOver.add(viewing);
    return true;
  }

  #isExcused(asked: string, got: string | undefined): boolean {
    return [...this.#excused].some(({ address, camera }) => address === asked && camera === got);
  }

  /** A player shows for as long as it likes what came while it was excused. */
  #wasExcused(asked: string, got: string): boolean {
    return this.#everExcused.has(`${asked} ${got}`);
  }
}
