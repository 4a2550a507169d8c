/** Linking the virtual display, as somebody does in a browser. */
import { formOf, locationOf, Visitor } from '../../simulator/client/visitor.ts';

/** A browser whose display is linked to the account, which is signed in there, too. */
export async function displayOf(
  origin: string,
  account: { readonly email: string; readonly password: string },
): Promise<Visitor> {
  const browser = new Visitor({ origin });
  const begun = locationOf(await browser.ask('/display/link', {}), 'the display');
  await linkDisplay(browser, begun, account);
  return browser;
}

/** Goes on where the display has led to: signs in there, agrees, and comes back. */
export async function linkDisplay(
  browser: Visitor,
  begun: string,
  account: { readonly email: string; readonly password: string },
): Promise<void> {
  const { email, password } = account;
  const signIn = locationOf(await browser.ask(begun), 'authorize');
  const form = formOf(await (await browser.ask(signIn)).text(), 'Sign in');
  const consent = await browser.ask(form.action, { ...form.fields, email, password });
  const page = await (await browser.ask(locationOf(consent, 'sign-in'))).text();
  const { action, fields } = formOf(page, 'Agree');
  const agreed = await browser.ask(action, { ...fields, decision: 'agree' });
  await browser.ask(locationOf(agreed, 'consent'));
}
