/**
 * Links an account over HTTP as a person with a browser and Google's server would: authorize, sign
 * in, agree, exchange the code. For replaying intents, for benches and for tests.
 */
import { randomBytes } from 'node:crypto';
import { Failure } from '../failures.ts';

export interface LinkOrder {
  /** Where the bridge is reached. */
  readonly origin: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  readonly email: string;
  readonly password: string;
  /** Gives up when it aborts. */
  readonly signal?: AbortSignal;
}

export interface Linked {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Seconds. */
  readonly expiresIn: number;
}

/** A browser's cookies and same-page navigation, as far as linking needs them. */
class Visitor {
  readonly #origin: string;
  readonly #signal: AbortSignal | null;
  readonly #cookies = new Map<string, string>();

  constructor({ origin, signal }: Pick<LinkOrder, 'origin' | 'signal'>) {
    this.#origin = origin;
    this.#signal = signal ?? null;
  }

  /** One request to the bridge; redirects are left to the caller. */
  async ask(path: string, form?: Record<string, string>): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(path, this.#origin), {
      redirect: 'manual',
      signal: this.#signal,
      headers: { cookie, ...(form && { origin: this.#origin }) },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) this.#cookies.set(name, value);
    }
    return response;
  }
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

/** The action and the hidden fields of the form that posts `button`. */
function formOf(page: string, button: string): { action: string; fields: Record<string, string> } {
  const form = [...page.matchAll(/<form[^>]*>.*?<\/form>/gs)].find(([text]) =>
    text.includes(button),
  );
  if (form === undefined)
    throw new Failure('bad-request', 'linking: the expected form did not come');
  const attribute = (tag: string, name: string): string =>
    (new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '').replaceAll(
      /&(?:amp|lt|gt|quot|#39);/g,
      (entity) => entities[entity] ?? entity,
    );
  const hidden = [...form[0].matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([tag]) => tag);
  return {
    action: attribute(form[0], 'action'),
    fields: Object.fromEntries(
      hidden.map((tag) => [attribute(tag, 'name'), attribute(tag, 'value')]),
    ),
  };
}

function locationOf(response: Response, step: string): string {
  const location = response.headers.get('location');
  if (location === null) {
    throw new Failure('bad-request', `linking: ${step} was answered with ${response.status}`);
  }
  return location;
}

/** A linked account's code, as it would come back to Google. @throws Failure when refused. */
async function consent(order: LinkOrder): Promise<string> {
  const visitor = new Visitor(order);
  const state = randomBytes(12).toString('base64url');
  const query = new URLSearchParams({
    client_id: order.clientId,
    redirect_uri: order.redirectUri,
    response_type: 'code',
    state,
  });
  const signInPath = locationOf(await visitor.ask(`/oauth/authorize?${query}`), 'authorize');
  const signIn = formOf(await (await visitor.ask(signInPath)).text(), 'password');
  const { email, password } = order;
  const signedIn = await visitor.ask(signIn.action, { ...signIn.fields, email, password });
  const page = await (await visitor.ask(locationOf(signedIn, 'sign-in'))).text();
  const agree = formOf(page, 'decision');
  const agreed = await visitor.ask(agree.action, { ...agree.fields, decision: 'agree' });
  const back = new URL(locationOf(agreed, 'consent'));
  const code = back.searchParams.get('code');
  if (code === null || back.searchParams.get('state') !== state) {
    throw new Failure('bad-request', 'linking: the bridge sent back no code for this request');
  }
  return code;
}

/** Links. @throws Failure `bad-request` naming the step that was refused. */
export async function link(order: LinkOrder): Promise<Linked> {
  const response = await fetch(new URL('/oauth/token', order.origin), {
    method: 'POST',
    signal: order.signal ?? null,
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: order.clientId,
      client_secret: order.clientSecret,
      redirect_uri: order.redirectUri,
      code: await consent(order),
    }),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  const { access_token: access, refresh_token: refresh, expires_in: expires } = answer;
  if (typeof access !== 'string' || typeof refresh !== 'string' || typeof expires !== 'number') {
    throw new Failure('bad-request', `linking: the token endpoint answered ${response.status}`);
  }
  return { accessToken: access, refreshToken: refresh, expiresIn: expires };
}
