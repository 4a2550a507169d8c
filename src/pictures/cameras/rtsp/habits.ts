/** What was learnt of cameras, kept in memory for their next connection and opening. */
import { createHash } from 'node:crypto';
import type { CameraAddress } from '../../../wall/partitions/camera-address.ts';
import { AudioBreaks } from './audio-breaks.ts';
import { KeyRhythm } from './key-rhythm.ts';
import type { MarkerBelief } from '../../media/h264/picture-assembler.ts';
import { PictureRate } from './picture-rate.ts';

/** Of one stream of one camera. Written by those who find it out. */
export interface Habits {
  /** What its marker bit was found to say. */
  marker: MarkerBelief;
  /** GET_PARAMETER is refused or never answered. */
  deaf: boolean;
  /** It hung up when asked so while it played. */
  readonly hangsUpOn: Set<SignOfLife>;
  /** How many pictures were seen to come before one that is shown earlier (B pictures); 0: none so far. */
  reorderDepth: number;
  /** Pictures that came in the order in which they are shown; counted to a hundred. */
  inOrder: number;
  /** Key pictures that were no IDR pictures, since the last that was; counted to four. */
  openKeys: number;
  /** How often a second connection was refused, or ended the first; 0 once one was taken. */
  crowded: number;
  /** Whether it bears to be asked for its audio. */
  readonly audioBreaks: AudioBreaks;
  /** How often it sends a key picture. */
  readonly rhythm: KeyRhythm;
  /** How far apart its pictures come, if that is much more than it says. */
  readonly rate: PictureRate;
}

export type SignOfLife = 'OPTIONS' | 'GET_PARAMETER';

/** Makes the habits of a camera that nothing is known of. */
export const newHabits = (): Habits => ({
  marker: 'unknown',
  deaf: false,
  hangsUpOn: new Set(),
  reorderDepth: 0,
  inOrder: 0,
  openKeys: 0,
  crowded: 0,
  audioBreaks: new AudioBreaks(),
  rhythm: new KeyRhythm(),
  rate: new PictureRate(),
});

/** Finds the habits of what an address leads to. */
export type HabitsOf = (address: CameraAddress) => Habits;

/** Remembers so many streams, those opened last. */
export function createHabits(most = 10_000): HabitsOf {
  const kept = new Map<string, Habits>();
  return ({ stamp, stream }) => {
    // The URL may hold a password.
    const url = createHash('sha256').update(stream).digest('base64');
    const name = `${stamp.camera} ${stamp.epoch} ${url}`;
    const habits = kept.get(name) ?? newHabits();
    kept.delete(name);
    kept.set(name, habits);
    for (const oldest of kept.keys()) if (kept.size > most) kept.delete(oldest);
    return habits;
  };
}
