import { expect, test } from '@jest/globals';
import { newDeviceId, type DeviceId } from '../../identity/ids.ts';
import { openTestHouse } from '../../workshop/testing/test-house.ts';
import { askedOnce } from './asked-once.ts';

test('the entries of one list are read once, and of another list anew', async () => {
  const house = await openTestHouse();
  try {
    const { device } = await house.addAccount('Birch');
    const asked: (readonly DeviceId[])[] = [];
    const { map } = house.store.operator;
    const counting = {
      ...house.store,
      operator: {
        ...house.store.operator,
        map: {
          ...map,
          ofDevices(devices: readonly DeviceId[]) {
            asked.push(devices);
            return map.ofDevices(devices);
          },
        },
      },
    };
    const once = askedOnce(counting);
    const [page, other] = [[device], [newDeviceId()]];
    expect(await once.operator.map.ofDevices(page)).toMatchObject([{ device }]);
    expect(await once.operator.map.ofDevices(page)).toMatchObject([{ device }]);
    expect(asked).toEqual([page]);
    // The same ids in another list may be asked for because something has changed.
    expect(await once.operator.map.ofDevices([device])).toMatchObject([{ device }]);
    expect(await once.operator.map.ofDevices(other)).toEqual([]);
    expect(asked).toHaveLength(3);
  } finally {
    await house.close();
  }
});
