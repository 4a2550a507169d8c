/** Reports an alarm by HTTP. */
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { deadline } from '../../common/deadline.ts';
import { codeOf } from './code-of.ts';

export interface WebhookOptions {
  /** http:// or https://; may hold a secret, and is never written anywhere. */
  readonly url: string;
  /** Called for every attempt that failed, with a status or an error's code. */
  readonly report: (what: { status?: number; code?: string; tries: number }) => void;
  /** Milliseconds before each attempt; there are as many attempts as pauses. */
  readonly pausesMs?: readonly number[];
}

const timeoutMs = 5_000;
const usualPausesMs = [0, 1_000, 5_000, 30_000];

/** Posts `message` as JSON until it is accepted (2xx). Never rejects; returns whether it was. */
export async function postAlarm(
  { url, report, pausesMs = usualPausesMs }: WebhookOptions,
  message: object,
  closing: AbortSignal,
): Promise<boolean> {
  for (const [at, pauseMs] of pausesMs.entries()) {
    const end = deadline(pauseMs + timeoutMs, closing);
    try {
      await sleep(pauseMs, undefined, { signal: closing });
      const { statusCode: status, body } = await request(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(message),
        signal: end.signal,
      });
      await body.dump();
      if (status >= 200 && status < 300) return true;
      report({ status, tries: at + 1 });
    } catch (error) {
      if (closing.aborted) return false;
      report({ code: codeOf(error), tries: at + 1 });
    } finally {
      end.clear();
    }
  }
  return false;
}
