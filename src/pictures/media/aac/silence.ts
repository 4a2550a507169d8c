import type { AacTrack } from '../unit.ts';

/**
 * One AAC-LC frame (raw_data_block) of digital silence for one channel to six, in the layouts of
 * channelConfiguration. It is what FFmpeg 5.1's own encoder settles on from the second frame of
 * ffmpeg -f lavfi -i anullsrc=r=48000:cl=mono|stereo|3.0|4.0|5.0|5.1 -c:a aac -f adts out.aac and names no
 * sample rate, so it serves at every one.
 */
const silence = [
  '01182007',
  '211004608c1c',
  '011820010880230460e0',
  '01182001088023046003182007',
  '011820010880230460231004608c1c',
  '011820010880230460231004608c0c230000e0',
].map((hex) => Uint8Array.from(Buffer.from(hex, 'hex')));

/** The track for cameras without AAC: some displays do not start HLS without sound. */
export const silentTrack: AacTrack = Object.freeze({
  codec: 'aac',
  sampleRate: 48000,
  channels: 1,
  // AAC-LC (2), index 3 (48 kHz), 1 channel.
  config: Uint8Array.from([0x11, 0x88]),
});

/** Returns a frame of silence, or undefined for a channel count that has none. */
export function silentFrame(channels: number): Uint8Array | undefined {
  return silence[channels - 1];
}
