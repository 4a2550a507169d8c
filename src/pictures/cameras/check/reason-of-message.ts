/** Reads a reason that came over the control socket. */
import type { Reason } from '../reason.ts';
import type { CheckedUrl } from './steps.ts';

/** Returns the reason, with 0 for seconds or a status that it needs and the message lacks. */
export function reasonOfMessage(received: NonNullable<CheckedUrl['reason']>): Reason {
  const { code, seconds = 0, status = 0 } = received;
  if (code === 'no-key-picture') return { code, seconds };
  return code === 'status' ? { code, status } : { code };
}
