/** Counts the frames a <video> really presents, and the pauses between them. */
export interface FrameWatch {
  readonly frames: number;
  readonly stalls: number;
  /** Milliseconds since the last frame, or since watching began. */
  idle(): number;
  stop(): void;
}

const stallMs = 1_000;

/** `onFirst` gets the time of the first frame (performance.now()). */
export function watchFrames(video: HTMLVideoElement, onFirst: (at: number) => void): FrameWatch {
  let frames = 0;
  let stalls = 0;
  let last = performance.now();
  let hidden = document.hidden;
  const onHide = (): void => {
    hidden = true;
  };
  document.addEventListener('visibilitychange', onHide);

  const onFrame = (): void => {
    const at = performance.now();
    frames += 1;
    if (frames === 1) onFirst(at);
    else if (at - last > stallMs && !hidden) stalls += 1;
    last = at;
    hidden = document.hidden;
    handle = video.requestVideoFrameCallback(onFrame);
  };
  let handle = video.requestVideoFrameCallback(onFrame);
  return {
    get frames() {
      return frames;
    },
    get stalls() {
      return stalls;
    },
    idle: () => (document.hidden ? 0 : performance.now() - last),
    stop() {
      video.cancelVideoFrameCallback(handle);
      document.removeEventListener('visibilitychange', onHide);
    },
  };
}
