/**
 * Links an account over HTTP as a person with a browser and Google's server would: authorize, sign
 * in, agree, exchange the code. For replaying intents, for benches and for tests.
 */
import { randomBytes } from 'node:crypto';
import { Failure } from '../../common/failures.ts';
import { authorizeQuery, codeForm, postForm } from './oauth-forms.ts';
import { formOf, locationOf, Visitor } from './visitor.ts';

export interface LinkOrder {
  /** Where the bridge is reached. */
  readonly origin: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  readonly email: string;
  readonly password: string;
  /** Linking is given up when it aborts. */
  readonly signal?: AbortSignal;
}

export interface Linked {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Seconds. */
  readonly expiresIn: number;
}

/** Returns a code of the account, as it would come back to Google, not exchanged. @throws Failure if refused. */
export async function authorizationCode(order: LinkOrder): Promise<string> {
  const visitor = new Visitor(order);
  const state = randomBytes(12).toString('base64url');
  const { clientId: client, redirectUri } = order;
  const query = authorizeQuery({ client, redirectUri, state });
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
  const { clientId: id, clientSecret: secret, redirectUri, signal = null } = order;
  const form = codeForm({ id, secret }, { code: await authorizationCode(order), redirectUri });
  const response = await postForm(order.origin, 'token', form, { signal });
  const answer = (await response.json()) as Record<string, unknown>;
  const { access_token: access, refresh_token: refresh, expires_in: expires } = answer;
  if (typeof access !== 'string' || typeof refresh !== 'string' || typeof expires !== 'number') {
    throw new Failure('bad-request', `linking: the token endpoint answered ${response.status}`);
  }
  return { accessToken: access, refreshToken: refresh, expiresIn: expires };
}
