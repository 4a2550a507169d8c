/** Tells the camera that we are still there, at half of its session timeout. */
import { performance } from 'node:perf_hooks';
import { OriginRefusal } from '../origin/origin.ts';
import type { Response } from './connection.ts';
import type { Exchange } from './exchange.ts';
import { header } from './exchange.ts';
import type { FaultReason } from './fault.ts';
import type { Habits, SignOfLife } from './habits.ts';

const shortestMs = 500;
const longestMs = 30_000;
/** What was asked no longer before the camera hung up was the reason. */
const blameMs = 2_000;

/**
 * Keeps a session alive (RFC 2326 §12.37). The first sign of life comes at half of the timeout: some cameras hang
 * up on any request right after PLAY. It is OPTIONS, which tells whether the camera knows GET_PARAMETER;
 * thereafter that one where offered and answered, else OPTIONS. What it hung up on is not asked again; if that
 * is both, receiver reports must do. A camera that does not answer while its pictures come is let be. `lost` is
 * called when it says the session is gone (454), or is not the origin that is bound.
 * The answer stops it: `hungUp` says that it was the camera who ended the connection.
 */
export function keepAlive(
  exchange: Exchange,
  uri: string,
  habits: Habits,
  lost: (reason: FaultReason) => void,
): (hungUp: boolean) => void {
  const { hangsUpOn } = habits;
  let knowsGetParameter = hangsUpOn.has('OPTIONS');
  let asked: { readonly method: SignOfLife; readonly at: number } | undefined;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const half = (): number => {
    const ms = (exchange.sessionTimeoutS * 1_000) / 2;
    return Math.min(longestMs, Math.max(shortestMs, ms));
  };

  function nextMethod(): SignOfLife | undefined {
    if (knowsGetParameter && !habits.deaf && !hangsUpOn.has('GET_PARAMETER')) {
      return 'GET_PARAMETER';
    }
    return hangsUpOn.has('OPTIONS') ? undefined : 'OPTIONS';
  }

  /** Undefined if it has not answered in time for another question before the session ends. */
  async function ask(method: SignOfLife): Promise<Response | undefined> {
    let late: NodeJS.Timeout | undefined;
    const inTime = new Promise<undefined>((resolve) => {
      late = setTimeout(() => resolve(undefined), half() / 2);
    });
    asked = { method, at: performance.now() };
    const answer = exchange.ask(method, uri).catch((error: unknown) => {
      if (error instanceof OriginRefusal) lost(error.reason);
      return undefined;
    });
    const response = await Promise.race([answer, inTime]);
    clearTimeout(late);
    return response;
  }

  async function beat(): Promise<void> {
    const method = nextMethod();
    const response = method && (await ask(method));
    if (stopped) return;
    if (response?.status === 454) {
      lost('session-lost');
      return;
    }
    if (method === 'GET_PARAMETER' && (response === undefined || response.status >= 300)) {
      habits.deaf = true;
      // It may count for nothing with this camera.
      if (response === undefined) return beat();
    } else if (method === 'OPTIONS' && response?.status === 200) {
      const offered = (header(response, 'public') ?? '').split(/[\s,]+/);
      knowsGetParameter = offered.includes('GET_PARAMETER');
    }
    timer = setTimeout(() => void beat(), half());
  }

  timer = setTimeout(() => void beat(), half());
  return (hungUp) => {
    stopped = true;
    clearTimeout(timer);
    if (!hungUp) return;
    // Silence was no better.
    if (nextMethod() === undefined) hangsUpOn.clear();
    else if (asked !== undefined && performance.now() - asked.at < blameMs) {
      hangsUpOn.add(asked.method);
    }
  };
}
