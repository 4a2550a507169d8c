import { expect, test } from '@jest/globals';
import { createConditions } from '../../pictures/cameras/conditions.ts';
import { deviceConditions } from './conditions.ts';
import { type DeviceId, newCameraId, newDeviceId } from '../../identity/ids.ts';
import type { OperatorStore } from '../../storage/store.ts';

test('each device has what is known of its camera, line by line, in its ownership', async () => {
  const conditions = createConditions({ onChange: () => undefined, now: () => 7 });
  const [camera, handedOver, silent] = [newCameraId(), newCameraId(), newCameraId()];
  const row = (of: typeof camera, epoch = 1) => ({
    device: newDeviceId(),
    camera: of,
    epoch,
    opening: 1,
  });
  const rows = [row(camera), row(camera), row(handedOver, 2), row(silent)];
  const other = row(camera);
  const ofDevices = async (devices: readonly DeviceId[]) =>
    [...rows, other].filter(({ device }) => devices.includes(device));
  const store = { operator: { map: { ofDevices } } } as unknown as OperatorStore<'map'>;
  const opened = (of: typeof camera) => ({ stamp: { camera: of, epoch: 1 }, opening: 1 });
  conditions.note(opened(camera), 'stream', undefined);
  conditions.note(opened(camera), 'still', { code: 'status', status: 500 });
  conditions.note(opened(camera), 'onvif', undefined);
  conditions.note(opened(handedOver), 'stream', { code: 'refused' });
  const known = {
    since: 7,
    reason: null,
    still: { since: 7, reason: { code: 'status', status: 500 } },
    onvif: { since: 7, reason: null },
  };
  expect(
    await deviceConditions(
      store,
      conditions,
      rows.map(({ device }) => device),
    ),
  ).toEqual([
    { device: rows[0]?.device, ...known },
    { device: rows[1]?.device, ...known },
  ]);
  conditions.close();
});
