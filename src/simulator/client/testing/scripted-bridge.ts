/**
 * A bridge that says what a test has scripted: authorize consents at once, tokens are checked as RFC 6749 and
 * 7636 want it, answers of the webhook are canned. On real sockets.
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { newSecret } from '../../../identity/secret.ts';

/** What was asked of the webhook, in order. */
export interface Asked {
  readonly intent: string;
  readonly bearer: string;
  readonly payload: unknown;
}

export interface ScriptedBridge {
  readonly handle: RequestListener;
  readonly client: { readonly id: string; readonly secret: string };
  readonly asked: Asked[];
  /** How often each grant type was posted to the token endpoint. */
  readonly tokenCalls: Record<string, number>;
  /** The answers, by intent; a number is an HTTP status. May be replaced at any time. */
  readonly answers: Record<string, object | number>;
  /** While set, the token endpoint answers that status. */
  tokenStatus: number | undefined;
  /** The webhook's answers wait for it. */
  held: Promise<void>;
  /** Refuses from now on the access tokens given so far. */
  expireTokens(): void;
}

interface Issued {
  readonly challenge: string;
  readonly redirectUri: string;
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** Returns a bridge that does not listen: a test's server calls its `handle`. */
export function createScriptedBridge(): ScriptedBridge {
  const client = { id: 'pretend-google', secret: newSecret() };
  const codes = new Map<string, Issued>();
  const refreshTokens = new Set<string>();
  const access = new Set<string>();
  const tokenCalls: Record<string, number> = {};
  const asked: Asked[] = [];

  function authorize(request: IncomingMessage, response: ServerResponse): void {
    const query = new URL(request.url ?? '', 'http://bridge').searchParams;
    const redirectUri = query.get('redirect_uri') ?? '';
    const code = newSecret();
    codes.set(code, { redirectUri, challenge: query.get('code_challenge') ?? '' });
    const back = new URL(redirectUri);
    back.search = new URLSearchParams({ code, state: query.get('state') ?? '' }).toString();
    response.writeHead(302, { location: back.href }).end();
  }

  function issue(): object {
    const fresh = newSecret();
    access.add(fresh);
    return { token_type: 'Bearer', access_token: fresh, expires_in: 3600 };
  }

  async function token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await text(request));
    const grant = form.get('grant_type') ?? '';
    tokenCalls[grant] = (tokenCalls[grant] ?? 0) + 1;
    if (bridge.tokenStatus !== undefined) return json(response, bridge.tokenStatus, {});
    const known =
      form.get('client_id') === client.id && form.get('client_secret') === client.secret;
    if (!known) return json(response, 401, { error: 'invalid_client' });
    if (grant === 'refresh_token' && refreshTokens.has(form.get('refresh_token') ?? '')) {
      return json(response, 200, issue());
    }
    const code = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (code?.challenge !== challenge || code.redirectUri !== form.get('redirect_uri')) {
      return json(response, 400, { error: 'invalid_grant' });
    }
    const refresh = newSecret();
    refreshTokens.add(refresh);
    json(response, 200, { ...issue(), refresh_token: refresh });
  }

  async function fulfil(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bearer = (request.headers.authorization ?? '').replace('Bearer ', '');
    const body = JSON.parse(await text(request)) as {
      inputs: [{ intent: string; payload?: unknown }];
    };
    const [{ intent, payload }] = body.inputs;
    const name = intent.replace('action.devices.', '');
    asked.push({ intent: name, bearer, payload });
    await bridge.held;
    if (!access.has(bearer)) return json(response, 401, {});
    const answer = bridge.answers[name] ?? {};
    if (typeof answer === 'number') return json(response, answer, {});
    json(response, 200, answer);
  }

  const bridge: ScriptedBridge = {
    client,
    asked,
    tokenCalls,
    answers: {},
    tokenStatus: undefined,
    held: Promise.resolve(),
    expireTokens: () => access.clear(),
    handle(request, response) {
      const path = request.url?.split('?')[0];
      if (path === '/oauth/authorize') authorize(request, response);
      else if (path === '/oauth/token') void token(request, response);
      else if (path === '/fulfillment') void fulfil(request, response);
      else response.writeHead(404).end();
    },
  };
  return bridge;
}
