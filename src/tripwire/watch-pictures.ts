/** A canary's display for WebRTC: takes the pictures as they arrive and has each of them judged. */
import { deadline } from '../common/deadline.ts';
import { RtpReader, type RtpPicture } from '../simulator/client/rtp-reader.ts';
import { openWebRtcReceiver, sameProcess } from '../simulator/client/webrtc-receiver.ts';
import type { Canary } from './canaries.ts';
import { NoMedia, NoPicture } from './verdict.ts';
import type { OpenedStream, VisitParts } from './visit.ts';
import { askAll } from './worst.ts';

/** A connection that leads elsewhere shows in its first pictures: those kept of the last second. */
const enough = 3;
const timeoutMs = 8_000;

/**
 * Takes packets with `push`. `done` resolves once enough pictures were judged, rejects with what `judge`
 * throws, and with NoMedia when it is `over`.
 */
function collect(judge: (picture: RtpPicture) => boolean, over: AbortSignal) {
  let push = (_packet: Buffer): void => undefined;
  const done = new Promise<void>((resolve, reject) => {
    let seen = 0;
    const reader = new RtpReader((picture) => {
      if (judge(picture)) seen += 1;
      if (seen === enough) resolve();
    });
    push = (packet) => {
      // The library calls it, and an exception in there would end the process.
      try {
        reader.push(packet);
      } catch (error) {
        reject(error);
      }
    };
    const tooLate = () => reject(new NoMedia('too few pictures came by WebRTC'));
    over.addEventListener('abort', tooLate, { once: true });
  });
  done.catch(() => undefined);
  return { push, done };
}

/**
 * Watches for a moment, and hangs up.
 * @throws Foreign for a picture that is not this canary's; NoMedia if none or too few came, as when UDP is
 * blocked; NoPicture if signalling did not answer.
 */
export async function watchPictures(
  canary: Canary,
  { url, bearer }: OpenedStream,
  { door, verdicts, closing }: VisitParts,
): Promise<void> {
  const over = deadline(timeoutMs, closing);
  const { push, done } = collect((picture) => verdicts.picture(canary, picture), over.signal);
  // The watermark says here whose a picture is, not its sender.
  const receiver = openWebRtcReceiver('canary', push, { config: sameProcess });

  async function say(message: object): Promise<string | undefined> {
    const { status, sdp } = await door.signal(url, bearer, { ...message, deviceId: canary.device });
    if (status !== 200) throw new NoPicture(`signalling was answered with ${status}`);
    return sdp;
  }

  async function watch(): Promise<void> {
    // `done` rejects when it takes too long, whatever the library is waiting for.
    const sdp = await Promise.race([receiver.offer(), done]);
    const answer = await say({ action: 'offer', sdp });
    try {
      receiver.answered(answer ?? '');
    } catch {
      throw new NoPicture('the answer to an offer cannot be read');
    }
    await done;
  }

  try {
    // Hung up before the connection closes, which would end the session by itself.
    await askAll([watch, async () => void (await say({ action: 'end' }))]);
  } finally {
    over.clear();
    receiver.close();
  }
}
