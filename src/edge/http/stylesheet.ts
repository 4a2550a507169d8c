/** The stylesheet and the icon: the same for everybody, so browsers and caches may keep them. */
import { Router, type Response } from 'express';
import { iconPath, stylePath } from '../pages/layout.ts';
import { icon } from '../pages/logo.ts';
import { style } from '../pages/style.ts';
import { keepPublic } from './private-answer.ts';

const keepSeconds = 3600;

function sendShared(response: Response, type: string, text: string): void {
  keepPublic(response, keepSeconds);
  response.setHeader('Content-Type', `${type}; charset=utf-8`);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.end(text);
}

/** Returns their routes; caches may keep the answers for an hour. */
export function staticRoutes(): Router {
  const router = Router({ caseSensitive: true, strict: true });
  router.get(stylePath, (_request, response) => sendShared(response, 'text/css', style));
  router.get(iconPath, (_request, response) => sendShared(response, 'image/svg+xml', icon));
  return router;
}
