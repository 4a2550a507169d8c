/** What is told of a camera's tracks: what it says of them, and what it was seen to do. */
import type { AudioTrack, Hurdle, Tracks, VideoTrack } from '../../media/unit.ts';
import type { ParameterSets } from '../../media/h264/parameter-sets.ts';
import type { Habits } from './habits.ts';

/** So many pictures in the order in which they are shown: what the SPS allows, this camera does not do. */
export const inOrderPictures = 100;
/** So many key pictures without an IDR picture among them: none is to be expected. */
export const openKeys = 4;

export class KnownTracks {
  readonly #sets: ParameterSets;
  readonly #habits: Habits;
  readonly #audio: AudioTrack | undefined;
  #tracks: Tracks | undefined;
  /** The video that `#tracks` was made of. */
  #madeOf: VideoTrack | undefined;

  constructor(sets: ParameterSets, habits: Habits, audio: AudioTrack | undefined) {
    this.#sets = sets;
    this.#habits = habits;
    this.#audio = audio;
  }

  /** Once SPS and PPS are known; the same object until they change. */
  now(withAudio: boolean): Tracks | undefined {
    const video = this.#sets.track;
    const audio = withAudio ? this.#audio : undefined;
    if (video === undefined) return undefined;
    const hurdle = this.#hurdle();
    const intervalUs = this.#habits.rate.seenUs ?? video.intervalUs;
    const same =
      this.#madeOf === video &&
      this.#tracks?.audio === audio &&
      this.#tracks?.video.intervalUs === intervalUs;
    if (same && isSame(this.#tracks?.video.hurdle, hurdle)) return this.#tracks;
    this.#madeOf = video;
    const seen = { ...(hurdle && { hurdle }), ...(intervalUs !== undefined && { intervalUs }) };
    const known = Object.freeze({ ...video, ...seen });
    this.#tracks = Object.freeze(audio === undefined ? { video: known } : { video: known, audio });
    return this.#tracks;
  }

  #hurdle(): Hurdle | undefined {
    const { reorderDepth, inOrder, openKeys: open } = this.#habits;
    if (reorderDepth > 0) return { reason: 'b-pictures', seen: true };
    if (open > 0) return { reason: 'no-idr', seen: open >= openKeys };
    const mayReorder = (this.#sets.sps?.reorderFrames ?? 0) > 0;
    if (!mayReorder || inOrder >= inOrderPictures) return undefined;
    return { reason: 'b-pictures', seen: false };
  }
}

const isSame = (one: Hurdle | undefined, other: Hurdle | undefined): boolean =>
  one?.reason === other?.reason && one?.seen === other?.seen;
