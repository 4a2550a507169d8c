/** The Express app: every room's routes, and the rules for all answers. */
import express, {
  type Express,
  type NextFunction,
  type Request,
  type Response,
  type Router,
} from 'express';
import { Failure } from '../../common/failures.ts';
import { setDataHeaders } from './data-headers.ts';
import { createErrorHandler } from './errors.ts';
import type { EdgeLog } from './log.ts';
import { answerDeadLink, answerNotFound } from './not-found.ts';
import { createPace, type PaceOptions } from './pace.ts';
import { keepPrivate } from './private-answer.ts';
import { goStraight } from './straight.ts';
import { warnOfProxies } from './undeclared-proxy.ts';
import { type Webhook, webhookPath } from './webhook.ts';

export interface AppParts {
  /** Answers below `/live`. */
  readonly media: Router;
  /** Puts the webhook's route into the app itself: it is asked most, and a router of its own costs. */
  readonly webhook: Webhook;
  readonly health: Router;
  /** Linking, pages, the virtual display: each names its own full paths and its own headers. */
  readonly others: readonly Router[];
  readonly log: EdgeLog;
  /** How many proxies in front may be believed about the client's address. */
  readonly trustedProxies: number;
  readonly pace?: PaceOptions;
}

/** Marks answers private unless said otherwise; a path that cannot be decoded names nothing. */
function first(request: Request, response: Response, next: NextFunction): void {
  keepPrivate(response);
  setDataHeaders(response);
  if (request.url.includes('%')) {
    try {
      decodeURIComponent(request.path);
    } catch {
      next(new Failure('bad-request', 'the path cannot be read'));
      return;
    }
  }
  next();
}

/** Puts the routes together, the most used first. */
export function createApp(parts: AppParts): Express {
  const { media, webhook, health, others, log, trustedProxies } = parts;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.enable('strict routing');
  app.enable('case sensitive routing');
  app.set('query parser', 'simple');
  app.set('trust proxy', trustedProxies);
  // Before the headers for browsers: Google's servers are none.
  webhook.routes(app);
  const warn = warnOfProxies(log, trustedProxies, () => performance.now());
  app.use((request, _response, next) => {
    warn(request);
    next();
  });
  app.use(first);
  app.use('/live', media);
  // Requests that get this far are of nobody known yet, or of clients without an account of their own here.
  app.use(createPace(parts.pace).strangers);
  app.use(health);
  for (const router of others) app.use(router);
  app.use(answerNotFound);
  app.use(answerDeadLink);
  const fail = createErrorHandler(log);
  app.use(fail);
  goStraight(app, { method: 'POST', path: webhookPath, answer: webhook.answer, fail });
  return app;
}
