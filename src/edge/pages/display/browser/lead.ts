/**
 * Keeps a lead over the network. A stream that was just opened has one segment to play and the next comes
 * when that one ends: any hiccup would be seen. So it plays a little slower until there are some pictures in
 * hand, and a little faster when the picture has fallen far behind.
 */

const intervalMs = 500;

/** Returns how fast to play with `lead` seconds in hand. The changes are too small to be noticed. */
export function paceFor(lead: number): number {
  if (lead < 0.6) return 0.85;
  if (lead < 2) return 0.93;
  return lead > 5 ? 1.06 : 1;
}

/** Adjusts the pace of `video` until the returned function is called. */
export function keepLead(video: HTMLVideoElement): () => void {
  const timer = setInterval(() => {
    const { buffered, currentTime } = video;
    if (buffered.length === 0) return;
    video.playbackRate = paceFor(buffered.end(buffered.length - 1) - currentTime);
  }, intervalMs);
  return () => {
    clearInterval(timer);
    video.playbackRate = 1;
  };
}
