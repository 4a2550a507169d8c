/** Reads the owner's watermark, a QR code, out of the playing picture, once a second, in a worker. */

/** Wide enough for a code of six pixels a module in an 848 pixel picture. */
const maxWidth = 640;
const intervalMs = 1_000;

/** Calls `onRead` with the text of the code, or '' if there is none. The returned function stops it. */
export function readWatermarks(
  video: HTMLVideoElement,
  onRead: (text: string) => void,
): () => void {
  const worker = new Worker('/display/app/stamp-worker.js', { type: 'module' });
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function lookLater(): void {
    timer = setTimeout(() => void look(), intervalMs);
  }

  async function look(): Promise<void> {
    if (stopped) return;
    if (document.hidden || video.videoWidth === 0) {
      lookLater();
      return;
    }
    const width = Math.min(maxWidth, video.videoWidth);
    try {
      const picture = await createImageBitmap(video, {
        resizeWidth: width,
        resizeQuality: 'medium',
      });
      if (stopped) picture.close();
      else worker.postMessage(picture, [picture]);
    } catch {
      // The picture went away between the question and the copy.
      lookLater();
    }
  }

  worker.addEventListener('message', ({ data }: MessageEvent<string>) => {
    if (stopped) return;
    onRead(data);
    lookLater();
  });
  void look();
  return () => {
    stopped = true;
    clearTimeout(timer);
    worker.terminate();
  };
}
