import type { CodedUnit } from './unit.ts';

/** How many bytes of media a unit holds. */
export function bytesOf(unit: CodedUnit): number {
  if (unit.kind === 'audio') return unit.data.byteLength;
  return unit.nals.reduce((sum, nal) => sum + nal.byteLength, 0);
}
