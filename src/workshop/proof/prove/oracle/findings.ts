/** What the oracle finds: what it counts, and what should never have been received. */
import type { Watermark } from '../../../../simulator/watermark/watermark.ts';
import type { Viewing, Wrong } from './judge.ts';

/** How a decoded picture came to the eyes. */
export type FrameKind = 'hls' | 'webrtc' | 'still';

/** What is wrong with a decoded picture. */
export type OnScreen = `${Wrong}, on the screen`;

/** Something that a display should never have received. */
export interface Foreign {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly scenario: string;
  readonly wrong:
    | Wrong
    | OnScreen
    | 'a foreign device'
    | 'a foreign account'
    | 'a foreign reason'
    | 'a foreign state'
    | 'a forged ticket was taken'
    | 'another spelling was served'
    | 'a login reached a stranger'
    | 'a camera under two owners'
    | 'dropped since a clock was ahead'
    | 'not as it was promised';
  readonly display: number;
  readonly household: string;
  /** Camera or device that was asked for. */
  readonly asked: string;
  readonly by: Viewing['by'] | 'intent' | 'camera' | 'operator';
  readonly got: Watermark | string | undefined;
  /** How many requests had been made by then, in the whole run. */
  readonly requests: number;
}

/** What was counted while one scenario had its turn. */
export interface Counts {
  injected: number;
  requests: number;
  /** Access units and stills that were judged. */
  units: number;
  /** Decoded pictures that the eyes looked at. */
  frames: number;
  /** Those among them in which no QR code could be read. */
  unread: number;
  /** Answers that were judged by the devices and accounts they name. */
  answers: number;
  foreign: number;
  /** Units of which another camera's name is known not to be the bridge's fault; see the scenario. */
  excused: number;
  /** Answers without an error. */
  good: number;
}

/** Nothing counted yet. */
export function noCounts(): Counts {
  return {
    injected: 0,
    requests: 0,
    units: 0,
    frames: 0,
    unread: 0,
    answers: 0,
    foreign: 0,
    excused: 0,
    good: 0,
  };
}
