/**
 * What strangers could fill: descriptors, the log, and the linkings under way at the virtual display.
 *
 * @takes 17 s
 */
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { locationOf, Visitor } from '../../../simulator/client/visitor.ts';
import { openWorkplace, type BridgeProcess, type Workplace } from '../../testing/bridge-process.ts';
import { createJar } from '../../testing/cookie-jar.ts';
import { linkDisplay } from '../../testing/display-linking.ts';
import { counted } from '../../testing/street.ts';

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
  const refusals = () => bridge.output().split('client refused').length - 1;
  const address = new URL('/oauth/token', bridge.demo.origin);
  const form = { grant_type: 'refresh_token', refresh_token: 'guessed', client_id: 'nobody' };
  for (let at = 0; at < 200; at += 1) {
    const answer = await fetch(address, { method: 'POST', body: new URLSearchParams(form) });
    await answer.arrayBuffer();
  }
  await counted(refusals);
  expect(refusals()).toBeLessThanOrEqual(60);
});

test('a linking under way at the virtual display is not pushed out by others that are begun', async () => {
  const { origin, accounts } = bridge.demo;
  const { email = '', password = '' } = accounts[0] ?? {};
  const browser = new Visitor({ origin });
  const begun = locationOf(await browser.ask('/display/link', {}), 'the display');
  const stranger = createJar(origin);
  for (let at = 0; at < 1_001; at += 1) await stranger.post('/display/link', {});
  await linkDisplay(browser, begun, { email, password });
  expect((await browser.ask('/display/api/sync', {})).status).toBe(200);
});
