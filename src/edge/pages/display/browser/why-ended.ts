/** Why a stream has ended, if the player knows no more than that it did. */
import { query, Refused } from './api.ts';

/** The bridge may not answer for the same reason. */
const maxMs = 3_000;

/** Asks the bridge: the display may not be linked any more, or the bridge be gone. Returns an errorCode and the bridge’s words. */
export async function whyEnded(deviceId: string): Promise<{ code: string; why?: string }> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Refused('unreachable')), maxMs);
  });
  try {
    const { why } = await Promise.race([query([deviceId]), late]);
    const said = why?.[deviceId];
    return { code: 'streamUnavailable', ...(said !== undefined && { why: said }) };
  } catch (error) {
    const code = error instanceof Refused ? error.code : undefined;
    const isWhy = code === 'relinkRequired' || code === 'unreachable';
    return { code: isWhy ? code : 'streamUnavailable' };
  }
}
