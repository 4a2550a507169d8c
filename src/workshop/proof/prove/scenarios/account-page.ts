/** Compares the account page as a browser gets it with what its account may learn. */
import { deadline } from '../../../../common/deadline.ts';
import { formOf, locationOf, Visitor } from '../../../../simulator/client/visitor.ts';
import { password, type Account } from '../cast/accounts.ts';
import type { World } from '../world.ts';

const timeoutMs = 8_000;

/** Signs in with a browser of its own and reads it. @throws if the bridge does not give it. */
async function accountPage({ origin, over, oracle }: World, email: string): Promise<string> {
  const end = deadline(timeoutMs, over);
  try {
    oracle.count.requests += 4;
    const visitor = new Visitor({ origin, signal: end.signal });
    const signInPath = locationOf(await visitor.ask('/account'), 'account');
    const signIn = formOf(await (await visitor.ask(signInPath)).text(), 'password');
    await visitor.ask(signIn.action, { ...signIn.fields, email, password });
    return await (await visitor.ask('/account')).text();
  } finally {
    end.clear();
  }
}

/** Judges every camera it lists, by the key in its name if there is one. Returns how many reasons it gave. */
export async function readAccountPage(world: World, { key, email }: Account): Promise<number> {
  const page = await accountPage(world, email);
  const lines = [...page.matchAll(/<li>.*?<\/li>/gs)].map(([line]) => line);
  const told = lines.map((line) => {
    const [, camera = ''] = /class="name">\w+ (c\d+)</.exec(line) ?? [];
    return world.oracle.told(-1, key, camera, line);
  });
  return told.filter((reason) => reason !== undefined).length;
}
