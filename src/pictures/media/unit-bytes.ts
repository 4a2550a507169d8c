import type { CodedUnit } from './unit.ts';

/** Counts the bytes of media that a unit holds. */
export function bytesOf(unit: CodedUnit): number {
  if (unit.kind === 'audio') return unit.data.byteLength;
  return unit.nals.reduce((sum, nal) => sum + nal.byteLength, 0);
}
