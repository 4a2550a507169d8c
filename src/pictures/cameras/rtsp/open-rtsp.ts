import type { OpenSource } from '../media.ts';
import { createLookup } from '../lookup.ts';
import { createDeviceCheck } from '../onvif/device-check.ts';
import { createAskForKey } from '../onvif/sync-point.ts';
import { connectTimeoutMs } from './bound-reception.ts';
import { createHabits } from './habits.ts';
import type { RtspOptions } from './rtsp-options.ts';
import { RtspSource } from './rtsp-source.ts';

/** For all that a camera is asked over ONVIF until it sends a key picture; some take half a second for each answer. */
const keyAskMs = 10_000;

/** Makes the opener of RTSP sources. They share the queue to the system's resolver, and what was learnt of each camera. */
export function openRtsp(options: RtspOptions): OpenSource {
  const { lookup = createLookup(), guardOrigin, note, recognise, unanswered, now } = options;
  const shared = { guardOrigin, lookup, ...(now !== undefined && { now }) };
  const sameDevice =
    options.sameDevice ??
    createDeviceCheck({ ...shared, recognise, unanswered, note, timeoutMs: connectTimeoutMs });
  const askForKey = createAskForKey({ ...shared, timeoutMs: keyAskMs });
  const habitsOf = options.habitsOf ?? createHabits();
  return (address, after = Promise.resolve()) => {
    const habits = habitsOf(address);
    return new RtspSource(address, { ...options, lookup, sameDevice, askForKey, habits, after });
  };
}
