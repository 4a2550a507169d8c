import type { Socket } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { type Origin, type OriginReason, OriginRefusal } from '../../partitions/origin.ts';
import { anyCamera, anyGuard } from '../../testing/any-camera.ts';
import { addressOf, newStamp } from '../../testing/units.ts';
import { createDeviceCheck, type DeviceCheckOptions } from './device-check.ts';
import { hostileService, type HostileService } from './testing/hostile-service.ts';

const closing: HostileService[] = [];
afterEach(async () => {
  for (const service of closing.splice(0)) await service.close();
});

const good =
  '<Envelope><Body><GetDeviceInformationResponse><SerialNumber>7</SerialNumber>' +
  '</GetDeviceInformationResponse></Body></Envelope>';

async function checked(over: Partial<DeviceCheckOptions>, answer?: (socket: Socket) => void) {
  const head = `HTTP/1.1 200 OK\r\nContent-Length: ${good.length}\r\n\r\n`;
  const service = await hostileService(answer ?? ((socket) => void socket.end(head + good)));
  closing.push(service);
  const check = createDeviceCheck({
    recognise: anyCamera,
    guardOrigin: async () => anyGuard({ line: 'onvif' }),
    lookup: async () => ['127.0.0.1'],
    timeoutMs: 2_000,
    ...over,
  });
  const onvif = service.url.replace('127.0.0.1', 'door.lan');
  return {
    service,
    same: check(addressOf(newStamp(), { onvif }), new AbortController().signal),
  };
}

test('a device is bound once it is recognised, and not before', async () => {
  const saved: Origin[] = [];
  const guardOrigin = async () =>
    anyGuard({ line: 'onvif', save: async (origin) => void saved.push(origin) });
  const other = await checked({ guardOrigin, recognise: async () => false });
  expect(await other.same()).toBe(false);
  expect(saved).toEqual([]);
  const { same, service } = await checked({ guardOrigin });
  expect(await same()).toBe(true);
  const port = Number(new URL(service.url).port);
  expect(saved).toEqual([{ place: { address: '127.0.0.1', port }, proof: {} }]);
});

test('a name that leads elsewhere is not shown by its likeness alone', async () => {
  const refusals: OriginReason[] = [];
  const told: string[] = [];
  const { same } = await checked({
    guardOrigin: async () =>
      anyGuard({
        line: 'onvif',
        named: true,
        bound: { place: { address: '127.0.0.2', port: 80 }, proof: {} },
        onRefused: (reason) => refusals.push(reason),
      }),
    unanswered: async (_camera, _line, reason) => void told.push(reason),
  });
  await expect(same()).rejects.toEqual(new OriginRefusal('other-address'));
  expect(refusals).toEqual(['other-address']);
  // The guard has told it already.
  expect(told).toEqual([]);
});

test('without a guard nothing is asked', async () => {
  const down = new Error('storage is not available');
  const { same, service } = await checked({ guardOrigin: () => Promise.reject(down) });
  await expect(same()).rejects.toBe(down);
  expect(service.heard()).toBe('');
});
