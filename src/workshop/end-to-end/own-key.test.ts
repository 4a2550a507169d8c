/** A camera with a key of its own: shown as soon as the operator confirms it beside the running bridge. */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { bench } from '../../pictures/cameras/rtsp/testing/bench.ts';
import { burst, type Script } from '../../pictures/cameras/rtsp/testing/scripted-camera.ts';
import { until } from '../until.ts';
import { link } from '../../simulator/client/link.ts';
import { startDemoBridge, type DemoBridge } from '../testing/demo-bridge.ts';
import { openOperator, type Operator } from '../testing/operator.ts';
import { selfSigned } from '../testing/self-signed.ts';
import { streamCommand } from '../testing/streams.ts';

jest.setTimeout(120_000);

const { camera: scripted } = bench();
let bridge: DemoBridge;
let operator: Operator;
beforeAll(async () => {
  bridge = await startDemoBridge();
  operator = openOperator(bridge.dataDir);
});
afterAll(async () => {
  await operator.close();
  await bridge.close();
});

/** Plays the clip again and again, as if it were live. */
const play: Script['play'] = (socket) => {
  const timer = setInterval(() => socket.write(burst()), 500);
  socket.once('close', () => clearInterval(timer));
  socket.write(burst());
};

/** The lines of the log that name a device. */
const loggedOf = (device: string): readonly string[] =>
  bridge
    .logged()
    .split('\n')
    .filter((line) => line.includes(device));

test.each([false, true])('kept always warm: %s', async (alwaysWarm) => {
  const own = selfSigned();
  const camera = await scripted({ tls: own, play });
  const { device, ...account } = await operator.settle(`maple-${alwaysWarm}`, camera.url);
  const source = { stream: camera.url, transport: 'tcp', alwaysWarm } as const;
  await operator.register.setSource(device, source);
  const order = { origin: bridge.origin, ...bridge.demo.oauth, ...account };
  const { accessToken } = await link(order);
  const asked = async (): Promise<string> => {
    const { body } = await bridge.intend(accessToken, 'EXECUTE', streamCommand(device, ['hls']));
    const [{ status, errorCode }] = body.payload.commands;
    return errorCode ?? status ?? '';
  };
  expect(await asked()).toBe('deviceNotReady');
  await until(() => loggedOf(device).some((line) => line.includes('its key was not confirmed')));
  expect(camera.requests).toEqual([]);
  await operator.register.confirmKey(device, own.fingerprint);
  await until(async () => (await asked()) === 'SUCCESS', 20_000);
});
