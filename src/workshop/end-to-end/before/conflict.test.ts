/**
 * What contradicts a stored row, and how people are told of it.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import Database from 'better-sqlite3';
import { authorizeQuery } from '../../../simulator/client/oauth-forms.ts';
import { openWorkplace, type BridgeProcess, type Workplace } from '../../testing/bridge-process.ts';
import { createJar, hidden } from '../../testing/cookie-jar.ts';

jest.setTimeout(120_000);

let workplace: Workplace;
let bridge: BridgeProcess;
beforeAll(async () => {
  workplace = await openWorkplace();
  bridge = await workplace.start();
});
afterAll(() => workplace.close());

test('a conflict of rows is told as one, not as storage that is down', async () => {
  const { origin, oauth, accounts } = bridge.demo;
  const { email = '', password = '' } = accounts[0] ?? {};
  const browser = createJar(origin);
  await browser.post('/sign-in', { email, password });
  // A second linking contradicts the first now.
  const database = new Database(join(bridge.dataDir, 'casement.db'));
  database.exec('CREATE UNIQUE INDEX one_linking ON grants (account, client)');
  database.close();
  const agree = async (): Promise<number> => {
    const { clientId: client, redirectUri } = oauth;
    const path = `/oauth/authorize?${authorizeQuery({ client, redirectUri, state: 'again' })}`;
    const binding = hidden((await browser.get(path)).text, 'binding');
    return (await browser.post(path, { decision: 'agree', binding })).status;
  };
  const first = await agree();
  expect({ first, second: await agree() }).toEqual({ first: 302, second: 409 });
});
