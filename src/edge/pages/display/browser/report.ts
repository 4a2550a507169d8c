/**
 * What the page is doing, for people by the stylesheet and for programs by attributes of <body>:
 *
 *     data-state           unlinked | loading | home | asking | connecting | playing | stalled |
 *                          ended | failed
 *     data-camera          device id of the camera asked for
 *     data-protocol        webrtc | hls, as given by EXECUTE
 *     data-first-frame-ms  from pressing the tile to the first decoded frame
 *     data-frames          frames presented so far
 *     data-still-s         while stalled: for how many seconds no frame has come
 *     data-stalls          pauses of more than a second between two frames
 *     data-latency-ms      how far the picture is behind the camera, an estimate; absent while stalled
 *     data-stamp           text of the code in the picture; empty once looked for in vain
 *     data-error           why it failed or ended, as an errorCode
 *     data-why             what the bridge says of that, in words
 *
 * An attribute is absent while nothing is known. Counts are brought up to date twice a second. All
 * but data-state stay after a watch has ended, until the next one or the way back to the tiles.
 */
export type State =
  'loading' | 'home' | 'asking' | 'connecting' | 'playing' | 'stalled' | 'ended' | 'failed';

const facts = {
  camera: undefined,
  protocol: undefined,
  firstFrameMs: undefined,
  frames: undefined,
  stillS: undefined,
  stalls: undefined,
  latencyMs: undefined,
  stamp: undefined,
  error: undefined,
  why: undefined,
};
export type Facts = { [Name in keyof typeof facts]?: string | number | undefined };

/** Adds to the reported facts; an undefined value removes the attribute. */
export function report(change: Facts): void {
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined) delete document.body.dataset[name];
    else document.body.dataset[name] = String(value);
  }
}

/** Sets data-state. */
export function setState(state: State): void {
  document.body.dataset['state'] = state;
}

/** Returns data-state; undefined if the page has none yet. */
export const currentState = (): string | undefined => document.body.dataset['state'];

/** Drops all facts of the last watch. */
export function clearFacts(): void {
  report(facts);
}
