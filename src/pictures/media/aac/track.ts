/** What an AAC track says of its frames. */
import type { AacTrack } from '../unit.ts';
import { rates } from './config.ts';

/** Samples per channel in an AAC-LC frame (ISO/IEC 14496-3 §4.5.1.1). */
const samplesPerFrame = 1024;

/** AudioSpecificConfig's audioObjectType: 2 is AAC-LC, 5 and 29 are HE-AAC. */
export function objectType(track: AacTrack): number {
  return (track.config[0] ?? 0) >> 3;
}

/** Returns how long one frame lasts, in microseconds: HE-AAC counts at its core's rate. */
export function frameUs(track: AacTrack): number {
  const index = (((track.config[0] ?? 0) & 7) << 1) | ((track.config[1] ?? 0) >> 7);
  return (samplesPerFrame * 1_000_000) / (rates[index] ?? track.sampleRate);
}

/** Whether MPEG-TS and CMAF can carry the track as it is: LC and HE, which ADTS can name. */
export function passesThrough(track: AacTrack): boolean {
  return [2, 5, 29].includes(objectType(track)) && track.config.length >= 2;
}
