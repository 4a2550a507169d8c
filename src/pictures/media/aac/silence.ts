import type { AacTrack } from '../unit.ts';

/*
 * One AAC-LC frame (raw_data_block) of digital silence for one channel to six, in the layouts of
 * channelConfiguration. It is what FFmpeg 5.1's own encoder settles on from the second frame of
 *   ffmpeg -f lavfi -i anullsrc=r=48000:cl=mono|stereo|3.0|4.0|5.0|5.1 -c:a aac -f adts out.aac
 * and names no sample rate, so that it serves at every one.
 */
const silence = [
  '01182007',
  '211004608c1c',
  '011820010880230460e0',
  '01182001088023046003182007',
  '011820010880230460231004608c1c',
  '011820010880230460231004608c0c230000e0',
].map((hex) => Uint8Array.from(Buffer.from(hex, 'hex')));

/** Samples per channel in an AAC-LC frame (ISO/IEC 14496-3 §4.5.1.1). */
export const samplesPerFrame = 1024;

/** Core sample rates by samplingFrequencyIndex (ISO/IEC 14496-3 table 1.18). */
const rates = [
  96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350,
];

/** The track for cameras without AAC: some displays do not start HLS without sound. */
export const silentTrack: AacTrack = Object.freeze({
  codec: 'aac',
  sampleRate: 48000,
  channels: 1,
  // AAC-LC (2), index 3 (48 kHz), 1 channel.
  config: Uint8Array.from([0x11, 0x88]),
});

/** A frame of silence, or undefined for a channel count there is none for. */
export function silentFrame(channels: number): Uint8Array | undefined {
  return silence[channels - 1];
}

/** AudioSpecificConfig's audioObjectType: 2 is AAC-LC, 5 and 29 are HE-AAC. */
export function objectType(track: AacTrack): number {
  return (track.config[0] ?? 0) >> 3;
}

/** How long one frame lasts, in microseconds: HE-AAC counts at its core's rate. */
export function frameUs(track: AacTrack): number {
  const index = (((track.config[0] ?? 0) & 7) << 1) | ((track.config[1] ?? 0) >> 7);
  return (samplesPerFrame * 1_000_000) / (rates[index] ?? track.sampleRate);
}

/** Whether MPEG-TS and CMAF can carry the track as it is: LC and HE, which ADTS can name. */
export function passesThrough(track: AacTrack): boolean {
  return [2, 5, 29].includes(objectType(track)) && track.config.length >= 2;
}
