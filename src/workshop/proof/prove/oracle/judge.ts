/** The verdict on one unit that a display received. */
import type { Watermark } from '../../../../simulator/watermark/watermark.ts';
import type { Ledger } from './ledger.ts';

/** One account linking, as prove sees it. */
export interface Grant {
  readonly account: string;
  /** The latest access token. */
  token: string;
  readonly refreshToken: string;
  /** When it was certainly over, milliseconds since 1970. */
  endedAt?: number;
  /** Its access token was refused: no use asking with it, whatever became of the linking. */
  refused?: boolean;
}

/** One display watching what it asked for. */
export interface Viewing {
  readonly display: number;
  readonly grant: Grant;
  /** The camera behind the device that was asked for. */
  readonly camera: string;
  readonly device: string;
  readonly by: 'hls' | 'webrtc';
  /** The ticket's URL. */
  readonly url: string;
  /** What goes with the ticket in signalling. */
  readonly bearer: string;
  /** When the last of its units came; 0 before the first. */
  lastAt: number;
  /** A still of the camera's has come, too. */
  hadStill: boolean;
  /** It said that it wants no more, and was heard. */
  hungUp?: boolean;
  /** What it showed was taken from it: nobody takes it a second time. */
  revoked?: boolean;
  /** Has the display watch on for so long at least, in milliseconds. */
  readonly stay?: (ms: number) => void;
}

/** How long after a right has ended the last byte may come, in milliseconds. */
export const graceMs = 1_000;

/**
 * How long what was filmed may take to reach the bridge, in milliseconds: a right begins there, and
 * what is on its way in that moment comes under it.
 */
const transitMs = 500;

/** Why a unit is foreign. */
export type Wrong =
  | 'another camera'
  | 'filmed for another owner'
  | 'filmed before its right began'
  | 'after its right had ended'
  | 'after its linking had ended'
  | 'while it was suspended'
  | 'without a watermark';

/**
 * Returns what is wrong with a unit that came at `receivedAt`, or undefined. `extraMs` is how long the
 * network between bridge and display may have held it: prove's own proxy, and no other.
 */
export function judge(
  ledger: Ledger,
  { grant, camera }: Viewing,
  watermark: Watermark | undefined,
  receivedAt: number,
  extraMs = 0,
): Wrong | undefined {
  if (watermark === undefined) return 'without a watermark';
  const latest = receivedAt - graceMs - extraMs;
  if (watermark.camera !== camera && !ledger.slipped(camera, watermark.camera, latest)) {
    return 'another camera';
  }
  const rights = ledger.of(grant.account).filter((right) => right.camera === camera);
  const alive = rights.filter(({ until = Infinity }) => until >= latest);
  if (alive.length === 0) return 'after its right had ended';
  const owned = alive.filter(({ since }) => since <= watermark.filmedAt);
  if (owned.length === 0) return 'filmed for another owner';
  if (!owned.some((right) => ledger.beganAnew(right) <= watermark.filmedAt + transitMs)) {
    return 'filmed before its right began';
  }
  if ((grant.endedAt ?? Infinity) < latest) return 'after its linking had ended';
  const suspended = ledger.suspendedSince(grant.account, camera) ?? Infinity;
  if (suspended < latest) return 'while it was suspended';
  return undefined;
}

/** Verdicts on something that comes too late, and is nothing else than that. */
export const late = new Set<Wrong>([
  'after its right had ended',
  'after its linking had ended',
  'while it was suspended',
]);
