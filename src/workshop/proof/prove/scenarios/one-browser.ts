/** A browser that several people use at once, over HTTP: one set of cookies, many tabs. */
import { authorizeQuery } from '../../../../simulator/client/oauth-forms.ts';
import {
  formOf,
  locationOf,
  type PageForm,
  type Visitor,
} from '../../../../simulator/client/visitor.ts';
import { password, type Account } from '../cast/accounts.ts';
import type { World } from '../world.ts';

/** A consent page as somebody saw it, and may find again with the back button. */
export interface SeenPage {
  /** Whose name stood on it. */
  readonly account: Account;
  readonly state: string;
  readonly form: PageForm;
}

/** One browser that several people use: one set of cookies, and the pages left open in it. */
export interface Browser {
  readonly visitor: Visitor;
  readonly seen: SeenPage[];
  readonly people: readonly Account[];
}

/** One request of the browser's. */
export function ask(
  world: World,
  { visitor }: Browser,
  path: string,
  form?: Record<string, string>,
) {
  world.oracle.count.requests += 1;
  return visitor.ask(path, form);
}

/** Keeps the page, if it is one that asks for consent. */
export function look(browser: Browser, page: string, state: string): SeenPage | undefined {
  if (!page.includes('name="decision"')) return undefined;
  const account = browser.people.find(({ email }) => page.includes(`>${email}<`));
  if (account === undefined) throw new TypeError('a consent page without anybody’s name');
  const seen = { account, state, form: formOf(page, 'decision') };
  browser.seen.push(seen);
  return seen;
}

function authorizePath({ oauth }: World, state: string): string {
  const { id: client, redirectUri } = oauth;
  return `/oauth/authorize?${authorizeQuery({ client, redirectUri, state })}`;
}

/** Opens an authorization request; signs in as `person` if the page asks for it. */
export async function open(
  world: World,
  browser: Browser,
  person: Account,
  state: string,
): Promise<SeenPage | undefined> {
  const asked = await ask(world, browser, authorizePath(world, state));
  if (asked.status === 200) return look(browser, await asked.text(), state);
  const page = await (await ask(world, browser, locationOf(asked, 'authorize'))).text();
  return signIn(world, browser, person, page, state);
}

async function signIn(
  world: World,
  browser: Browser,
  { email }: Account,
  page: string,
  state: string,
): Promise<SeenPage | undefined> {
  const { action, fields } = formOf(page, 'password');
  const signedIn = await ask(world, browser, action, { ...fields, email, password });
  const back = await ask(world, browser, locationOf(signedIn, 'sign-in'));
  return back.status === 200 ? look(browser, await back.text(), state) : undefined;
}

/** Signs out whoever is signed in, if anybody is. */
export async function signOut(world: World, browser: Browser): Promise<void> {
  const page = await (await ask(world, browser, '/account')).text();
  if (!page.includes('action="/sign-out"')) return;
  const { action, fields } = formOf(page, 'Sign out');
  await ask(world, browser, action, { ...fields });
}

/** Signs in as `person` in the middle of whatever the others do, and goes on to a linking. */
export async function takeOver(
  world: World,
  browser: Browser,
  person: Account,
  state: string,
): Promise<void> {
  const path = `/sign-in?return_to=${encodeURIComponent(authorizePath(world, state))}`;
  const page = await (await ask(world, browser, path)).text();
  await signIn(world, browser, person, page, state);
}
