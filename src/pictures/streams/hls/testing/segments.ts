import { newStamp } from '../../../../workshop/testing/units.ts';
import type { Segment } from '../window.ts';

const stamp = newStamp();

/** Makes a second of a stream, by its number, that nobody decodes. */
export const segmentOf = (sequence: number, change: Partial<Segment> = {}): Segment => ({
  stamp,
  heardAt: sequence * 1_000,
  sequence,
  name: `s${sequence}.ts`,
  body: Uint8Array.of(sequence),
  units: 1,
  startUs: sequence * 1_000_000,
  durationUs: 1_000_000,
  independent: true,
  discontinuity: false,
  wallMs: 0,
  ...change,
});
