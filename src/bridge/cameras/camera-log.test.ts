import { expect, test } from '@jest/globals';
import { createCameraLog } from './camera-log.ts';
import { newCameraId } from '../../identity/ids.ts';
import { openTestHouse } from '../../workshop/testing/test-house.ts';
import { until } from '../../workshop/until.ts';

test('a line names the owner’s device in place of the camera, and none where it has another owner', async () => {
  const house = await openTestHouse();
  const { camera, device } = await house.addAccount('Birch');
  const told: unknown[] = [];
  const log = {
    isLevelEnabled: () => true,
    debug: (fields: object, message: string) => void told.push([fields, message]),
  };
  const tell = createCameraLog(house.store, log);
  tell('rtsp-playing', { transport: 'tcp' }, { camera, epoch: 1 });
  tell('rtsp-lost', {}, { camera, epoch: 2 });
  tell('rtsp-lost', {}, { camera: newCameraId(), epoch: 1 });
  await until(() => told.length >= 3);
  await house.close();
  expect(told).toEqual([
    [{ event: 'rtsp-playing', device, transport: 'tcp' }, 'camera'],
    [{ event: 'rtsp-lost' }, 'camera'],
    [{ event: 'rtsp-lost' }, 'camera'],
  ]);
});
