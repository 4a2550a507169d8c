import type { VideoUnit } from '../../cameras/media.ts';
import type { Stamp } from '../../../wall/partitions/stamp.ts';
import { bytesOf } from '../../media/unit-bytes.ts';
import type { Draft, Run, TimedAudio, TimedVideo } from './draft.ts';
import { stepUs } from './lead.ts';
import { nalType, typeOf } from '../../media/h264/nal.ts';
import { repeatsOf } from '../../media/h264/repeat/repeat.ts';
import { silentFrame } from '../../media/aac/silence.ts';
import { frameUs } from '../../media/aac/track.ts';

/** The same if the whole key picture has to be sent again. */
const heavyStepUs = 280_000;
/** How many bytes sending whole key pictures again may cost at most. */
const heavyBytes = 2 * 1024 * 1024;

/**
 * The repeats also carry a camera's user data (ITU-T H.264 D.1.6): whose they are is read from each. An
 * encoder's long description of itself is left out.
 */
const isSaid = (nal: Uint8Array): boolean =>
  typeOf(nal) === nalType.sei && nal[1] === 5 && nal.length < 400;

/**
 * Returns `count` drafts of segments of the camera of that stamp in which a key picture stands still:
 * together they last `holdUs` and end where the segment begins that the picture begins. A player has to have
 * some seconds in hand before it plays on without a stall; with these it can show the picture as soon as
 * there is one, and has them. Returns none if the picture cannot be repeated.
 */
export function heldDrafts(
  { unit: key, atUs }: TimedVideo,
  run: Run,
  holdUs: number,
  { stamp, count }: { readonly stamp: Stamp; readonly count: number },
): Draft[] {
  const lengthUs = holdUs / count;
  const units = stillUnits(key, lengthUs, count);
  const silence = silentFrame(run.audio.channels);
  if (units.length === 0 || silence === undefined) return [];
  const each = units.length / count;
  const sound = silenceBefore(atUs, holdUs, frameUs(run.audio), silence);
  return Array.from({ length: count }, (_, at): Draft => {
    const startUs = atUs - holdUs + at * lengthUs;
    const endUs = startUs + lengthUs;
    const own = units.slice(at * each, (at + 1) * each);
    // Evenly spaced, the first one where its segment begins: a gap before it would be taken for a break.
    const video = own.map((unit, index): TimedVideo => ({
      unit,
      atUs: startUs + (index * lengthUs) / each,
    }));
    return {
      stamp,
      video,
      audio: sound.filter((one) => one.atUs >= startUs - 1 && one.atUs < endUs - 1),
      startUs,
      endUs,
      independent: own[0]?.key === true,
      discontinuity: false,
      wallMs: key.arrivedAt,
      heardAt: key.heardAt,
    };
  });
}

/** Returns the key picture and its repeats, as many units for each of so many segments. */
function stillUnits(key: VideoUnit, lengthUs: number, count: number): VideoUnit[] {
  if (!key.nals.some((nal) => typeOf(nal) === nalType.idr)) return [];
  // Some players begin with the third segment from the end, whatever it begins with (FFmpeg, VLC): each has
  // the key picture if that costs little, else only the first has it.
  const whole = count * bytesOf(key) > heavyBytes ? 1 : count;
  const each = Math.max(1, Math.round(lengthUs / stepUs));
  const light = repeatsOf(key, (each * count) / whole - 1);
  if (light !== undefined) {
    const said = key.nals.filter(isSaid);
    const repeats = light.map((nal) => ({ ...key, key: false, nals: [...said, nal] }));
    return Array.from({ length: whole }, () => [key, ...repeats]).flat();
  }
  const heavy = count * Math.max(2, Math.round(lengthUs / heavyStepUs));
  return heavy * bytesOf(key) > heavyBytes ? [] : Array.from({ length: heavy }, () => key);
}

/** Returns frames of silence that end where the sound of the segment after them begins. */
function silenceBefore(
  endUs: number,
  holdUs: number,
  lengthUs: number,
  data: Uint8Array,
): TimedAudio[] {
  const count = Math.floor(holdUs / lengthUs);
  return Array.from({ length: count }, (_, at) => ({
    data,
    atUs: endUs - (count - at) * lengthUs,
  }));
}
