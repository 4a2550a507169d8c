import { codeForm } from '../../../../simulator/client/oauth-forms.ts';
import { Visitor } from '../../../../simulator/client/visitor.ts';
import type { Account } from '../cast/accounts.ts';
import type { Chance } from '../chance.ts';
import { deadline } from '../../../../common/deadline.ts';
import { accountBehind, askOAuth, tokenIn } from '../display/oauth.ts';
import { devicesIn, intend } from '../display/intents.ts';
import type { Scenario, World } from '../world.ts';
import { ask, look, open, signOut, takeOver, type Browser, type SeenPage } from './one-browser.ts';

const browsers = 4;
/** Tabs of one browser, each of a person of its own. */
const tabs = 3;
const timeoutMs = 20_000;

/** The token for a code, asked whose it is: the account on the page that was agreed to. */
async function redeem(world: World, { account }: SeenPage, code: string): Promise<void> {
  const { client, origin, oracle, oauth } = world;
  const form = codeForm(oauth, { code, redirectUri: oauth.redirectUri });
  const token = tokenIn(await askOAuth(client, origin, 'token', form));
  if (token === undefined) return;
  const sub = await accountBehind(client, origin, token);
  if (sub !== undefined) oracle.account(-1, account.key, account.id, sub);
  const listed = await intend(client, origin, token, 'SYNC');
  for (const device of devicesIn(listed) ?? []) oracle.device(-1, account.key, device);
}

/** Agrees to what stands on a page, however long ago it was shown. */
async function agree(world: World, browser: Browser, seen: SeenPage): Promise<void> {
  const { action, fields } = seen.form;
  world.injected();
  const agreed = await ask(world, browser, action, { ...fields, decision: 'agree' });
  if (agreed.status === 409) {
    // It says that somebody else is signed in now, and asks anew.
    look(browser, await agreed.text(), seen.state);
    return;
  }
  const back = new URL(agreed.headers.get('location') ?? '/', world.origin);
  const code = back.searchParams.get('code');
  if (code === null) return;
  world.oracle.account(-1, seen.account.key, seen.state, back.searchParams.get('state') ?? '');
  await redeem(world, seen, code);
}

/** One tab: its person links, while the others do the same in theirs with the same cookies. */
async function tab(
  world: World,
  browser: Browser,
  person: Account,
  name: string,
  chance: Chance,
): Promise<void> {
  await open(world, browser, person, `${name} first`);
  for (let step = 0; step < 5 && !world.over.aborted; step += 1) {
    const state = `${name} ${step}`;
    const kind = chance.below(5);
    if (kind === 0) await signOut(world, browser);
    else if (kind === 1) await takeOver(world, browser, person, state);
    else if (kind === 2) await open(world, browser, person, state);
    // The tab in front, or one far back: whatever page is still open somewhere.
    else if (browser.seen.length > 0) await agree(world, browser, chance.pick(browser.seen));
    await world.pause(chance.below(60));
  }
}

export const sharedBrowser: Scenario = {
  name: 'shared-browser',
  faults: 'F20',
  says: 'Several people link in tabs of one browser at once; each token is of the account on its page.',
  async turn(world, chance) {
    const people = chance.shuffled(world.accounts.filter(({ gone }) => !gone));
    await Promise.all(
      Array.from({ length: browsers }, async (_, at) => {
        const limit = deadline(timeoutMs, world.over);
        const visitor = new Visitor({ origin: world.origin, signal: limit.signal });
        const own = people.slice(at * tabs, (at + 1) * tabs);
        const browser: Browser = { visitor, seen: [], people: own };
        await Promise.allSettled(
          own.map((person) => {
            const name = `${at} ${person.key}`;
            return tab(world, browser, person, name, chance.of(name));
          }),
        ).finally(() => limit.clear());
      }),
    );
    await world.pause(500);
  },
};
