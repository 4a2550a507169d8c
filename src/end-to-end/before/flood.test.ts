/** What strangers could fill: descriptors, the log, and the linkings under way at the virtual display. */
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { openWorkplace, type BridgeProcess, type Workplace } from '../../testing/bridge-process.ts';
import { createJar } from '../../testing/cookie-jar.ts';
import { counted } from '../../testing/street.ts';
import { formOf, locationOf, Visitor } from '../../lab/visitor.ts';

jest.setTimeout(120_000);

let workplace: Workplace;
let bridge: BridgeProcess;
beforeAll(async () => {
  workplace = await openWorkplace();
  bridge = await workplace.start();
});
afterAll(() => workplace.close());

test('connections of one address that ask for nothing more are closed when there are too many', async () => {
  const { port, hostname } = new URL(bridge.demo.origin);
  const sockets: Socket[] = [];
  let closed = 0;
  for (let at = 0; at < 3_000; at += 1) {
    const socket = connect(Number(port), hostname);
    sockets.push(socket);
    socket
      .on('error', () => undefined)
      .once('close', () => (closed += 1))
      .resume();
    await new Promise((resolve) => {
      socket.once('data', resolve).once('close', resolve);
      socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    });
  }
  const gone = await counted(() => closed);
  for (const socket of sockets) socket.destroy();
  expect(gone).toBeGreaterThan(0);
});

test('a flood of refusals is counted in the log, not written line by line', async () => {
  const before = bridge.output().split('\n').length;
  for (let at = 0; at < 1000; at += 1) {
    const answer = await fetch(new URL('/fulfillment', bridge.demo.origin), {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json', authorization: 'Bearer nobody' },
    });
    await answer.arrayBuffer();
  }
  console.log(bridge.output().split('\n').slice(-3));
  expect(bridge.output().split('\n').length - before).toBeLessThan(700);
});

test('a linking under way at the virtual display is not pushed out by others that are begun', async () => {
  const { origin, accounts } = bridge.demo;
  const { email = '', password = '' } = accounts[0] ?? {};
  const browser = new Visitor({ origin });
  const begun = locationOf(await browser.ask('/display/link', {}), 'the display');
  const stranger = createJar(origin);
  for (let at = 0; at < 1_001; at += 1) await stranger.post('/display/link', {});
  const signIn = locationOf(await browser.ask(begun), 'authorize');
  const form = formOf(await (await browser.ask(signIn)).text(), 'Sign in');
  const consent = await browser.ask(form.action, { ...form.fields, email, password });
  const page = await (await browser.ask(locationOf(consent, 'sign-in'))).text();
  const { action, fields } = formOf(page, 'Agree');
  const agreed = await browser.ask(action, { ...fields, decision: 'agree' });
  await browser.ask(locationOf(agreed, 'consent'));
  expect((await browser.ask('/display/api/sync', {})).status).toBe(200);
});
