/** Answers whoever watches over the process: is it alive, may it be given work. */
import { Router } from 'express';
import { answerJson } from './errors.ts';
import { limits } from './limits.ts';

export interface HealthParts {
  /** Named questions that must all be answered before the bridge is ready; a rejection is a no. */
  readonly checks: Readonly<Record<string, () => Promise<unknown>>>;
  /** Whether the process is on its way out. */
  readonly draining: () => boolean;
}

async function passes(check: () => Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, limits.readinessMs, false);
  });
  const asked = (async () => {
    await check();
    return true;
  })();
  try {
    return await Promise.race([asked, late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * `/healthz`: the process answers, nothing else is asked. `/readyz`: 200 if every check passes and it is not
 * draining, else 503; it says which check failed, never why.
 */
export function healthRoutes({ checks, draining }: HealthParts): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router.get('/healthz', (_request, response) => answerJson(response, 200, { status: 'alive' }));
  router.get('/readyz', async (_request, response) => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await passes(check)] as const),
    );
    const ready = results.every(([, passed]) => passed) && !draining();
    answerJson(response, ready ? 200 : 503, {
      status: ready ? 'ready' : 'not ready',
      checks: Object.fromEntries(results),
      draining: draining(),
    });
  });
  return router;
}
