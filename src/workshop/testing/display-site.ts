/** The display's routes in front of a bridge that says what a test tells it to, on a real socket. */
import { Router } from 'express';
import { Cookies } from '../../simulator/client/visitor.ts';
import { createApp } from '../../edge/http/app.ts';
import { createDisplay } from '../../edge/http/display.ts';
import { listen } from '../../simulator/client/testing/listen.ts';
import { createScriptedBridge } from '../../simulator/client/testing/scripted-bridge.ts';
import type { ScriptedBridge } from '../../simulator/client/testing/scripted-bridge.ts';
import { noWebhook } from './no-webhook.ts';

export interface DisplaySite {
  readonly origin: string;
  readonly bridge: ScriptedBridge;
  /** A browser as far as it matters here: it follows nothing and keeps one cookie. */
  browser(): DisplayBrowser;
  close(): Promise<void>;
}

type Init = Omit<RequestInit, 'headers'> & { headers?: Record<string, string> };

export interface DisplayBrowser {
  go(path: string, init?: Init): Promise<Response>;
  /** From a page of ours, unless `headers` say otherwise. */
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Goes where an answer sends it. */
  onward(answer: Response): Promise<Response>;
  /** Links through the scripted bridge; returns the last answer. */
  link(): Promise<Response>;
}

export const silentLog = { debug() {}, info() {}, warn() {}, error() {} };

function createBrowser(origin: string): DisplayBrowser {
  const cookies = new Cookies();
  const one: DisplayBrowser = {
    async go(path, init = {}) {
      const answer = await fetch(new URL(path, origin), {
        redirect: 'manual',
        ...init,
        headers: { cookie: cookies.header(), ...init.headers },
      });
      cookies.take(answer);
      return answer;
    },
    post: (path, body, headers = {}) =>
      one.go(path, {
        method: 'POST',
        headers: { origin, 'content-type': 'application/json', ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    onward: (answer) => one.go(answer.headers.get('location') ?? ''),
    link: async () => one.onward(await one.onward(await one.post('/display/link'))),
  };
  return one;
}

/** Resolves when it listens; `secure`: its cookies are those of a bridge behind TLS. The caller closes it. */
export async function openDisplaySite(secure = false): Promise<DisplaySite> {
  const bridge = createScriptedBridge();
  const parts = { client: bridge.client, now: Date.now, log: silentLog, secure };
  let origin = '';
  const app = createApp({
    media: Router(),
    webhook: noWebhook,
    health: Router(),
    others: [
      createDisplay({ ...parts, origin: () => origin }).routes,
      Router().use((request, response) => bridge.handle(request, response)),
    ],
    log: silentLog,
    trustedProxies: 0,
  });
  const server = await listen(app);
  origin = server.origin;
  return { origin, bridge, browser: () => createBrowser(origin), close: () => server.close() };
}
