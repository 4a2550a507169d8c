/** What the scripts of the virtual display ask its server side to do: the paths below `/display/api`. */
import type { NextFunction, Request, RequestHandler, Response, Router } from 'express';
import { z } from 'zod';
import { Failure } from '../../common/failures.ts';
import type { PretendGoogle } from '../../simulator/client/pretend-google.ts';
import { readJson } from './body.ts';
import type { DisplayCookie } from './display-cookie.ts';
import { answerJson } from './errors.ts';

const bodyBytes = 64 * 1024;

const id = z.string().min(1).max(512);
const queryBody = z.object({ deviceIds: z.array(id).max(1000) });
const executeBody = z.object({
  deviceId: id,
  protocols: z
    .array(z.enum(['webrtc', 'hls']))
    .min(1)
    .max(2),
  chromecast: z.boolean().default(false),
});

function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (!result.success) throw new Failure('bad-request', 'the request cannot be understood');
  return result.data;
}

export interface DisplayApiParts {
  readonly google: PretendGoogle;
  readonly cookie: DisplayCookie;
  /** Lets pass what a page of ours sent. */
  readonly sameOrigin: RequestHandler;
}

/** Adds its routes to the router of the display. */
export function addDisplayApi(
  router: Router,
  { google, cookie, sameOrigin }: DisplayApiParts,
): void {
  /** The display is known before a byte of its request is read. */
  function onlyLinked(request: Request, _response: Response, next: NextFunction): void {
    google.requireLinked(cookie.read(request));
    next();
  }

  router.use('/display/api', sameOrigin);
  router.post('/display/api/sync', async (request, response) => {
    const mine = cookie.read(request);
    const cameras = await google.sync(mine);
    answerJson(response, 200, { home: google.home(mine), cameras });
  });
  router.post('/display/api/query', onlyLinked, async (request, response) => {
    const { deviceIds } = parsed(queryBody, await readJson(request, bodyBytes));
    answerJson(response, 200, await google.query(cookie.read(request), deviceIds));
  });
  router.post('/display/api/execute', onlyLinked, async (request, response) => {
    const wish = parsed(executeBody, await readJson(request, bodyBytes));
    answerJson(response, 200, await google.execute(cookie.read(request), wish));
  });
  router.post('/display/api/unlink', async (request, response) => {
    cookie.clear(response);
    await google.unlink(cookie.read(request));
    answerJson(response, 200, {});
  });
}
