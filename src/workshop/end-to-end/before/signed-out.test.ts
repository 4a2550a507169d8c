/** Somebody signs out in a browser that is a virtual display, too. */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { formOf } from '../../../simulator/client/visitor.ts';
import { openWorkplace, type BridgeProcess, type Workplace } from '../../testing/bridge-process.ts';
import { displayOf } from '../../testing/display-linking.ts';

jest.setTimeout(120_000);

let workplace: Workplace;
let bridge: BridgeProcess;
beforeAll(async () => {
  workplace = await openWorkplace();
  bridge = await workplace.start();
});
afterAll(() => workplace.close());

test('the display of a browser that signed out shows nothing any more', async () => {
  const { origin, accounts } = bridge.demo;
  const { email = '', password = '' } = accounts[0] ?? {};
  const browser = await displayOf(origin, { email, password });
  const sync = async () => (await browser.ask('/display/api/sync', {})).status;
  if ((await sync()) !== 200) throw new Error('it was not linked');
  const { action, fields } = formOf(await (await browser.ask('/account')).text(), 'Sign out');
  await browser.ask(action, { ...fields });
  expect(await sync()).toBe(401);
});
