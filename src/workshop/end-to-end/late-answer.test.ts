/** A camera that was entered by mistake answers only after its row was put right. */
import type { Socket } from 'node:net';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { scriptedCamera, usualSdp } from '../../pictures/cameras/rtsp/testing/scripted-camera.ts';
import { DeviceId } from '../../identity/ids.ts';
import { createPinRegister } from '../../wall/operator/pin-register.ts';
import { pinReading } from '../../pictures/cameras/origin/old-pin.ts';
import { startWatermarked } from '../testing/watermarked-camera.ts';
import { openOperator, type Operator } from '../testing/operator.ts';
import { eventually, openStreet, type Street } from '../testing/street.ts';
import { allDevices } from '../../storage/contract/whole.ts';

jest.setTimeout(120_000);
let street: Street;
let operator: Operator;
const open: { close(): Promise<unknown> }[] = [];
beforeAll(async () => {
  street = await openStreet();
  operator = openOperator(street.dataDir);
});
afterAll(async () => {
  await Promise.all(open.map((one) => one.close()));
  await operator.close();
  await street.close();
});

/** Says another name, and only when it is told to. */
async function slowCamera() {
  const asked: { readonly socket: Socket; readonly say: () => void }[] = [];
  const camera = await scriptedCamera({
    reply({ method, headers, uri }, usual, socket) {
      if (method !== 'DESCRIBE') return usual;
      const body = usualSdp.replace('v=0', 'v=0\r\na=tool:Another');
      const head = [
        'RTSP/1.0 200 OK',
        `CSeq: ${headers.get('cseq')}`,
        `Content-Base: ${uri}/`,
        'Content-Type: application/sdp',
        `Content-Length: ${body.length}`,
      ];
      asked.push({ socket, say: () => socket.write(`${head.join('\r\n')}\r\n\r\n${body}`) });
      return undefined;
    },
  });
  open.push(camera);
  return { url: camera.url, asked };
}

test('it raises no alarm, and is not noted as another camera', async () => {
  const wrong = await slowCamera();
  const right = await startWatermarked('birch');
  open.push(right);
  const device = await street.addCamera(street.birch, right.url);
  await street.shown(street.birch, device);
  const move = (rtsp: string) =>
    operator.register.setSource(DeviceId(device), {
      stream: rtsp,
      transport: 'tcp',
      alwaysWarm: false,
    });
  await move(wrong.url);
  const asking = street.ask(street.birch, device);
  const { socket, say } = await eventually('the wrong one is asked', () => wrong.asked[0]);
  await move(right.url);
  say();
  await eventually('it is let go', () => socket.destroyed);
  await asking;
  await street.shown(street.birch, device);
  const alarms = street.linesOf(device).filter((line) => line.includes('other-camera'));
  const pins = (
    await createPinRegister(operator.store, pinReading).of(await allDevices(operator.store))
  ).get(DeviceId(device));
  expect(alarms).toEqual([]);
  expect(pins).toMatchObject([{ line: 'stream' }]);
  expect(pins?.[0]).not.toHaveProperty('stranger');
});
