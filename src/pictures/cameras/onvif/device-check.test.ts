import type { Socket } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import type { Origin } from '../../../wall/partitions/origin.ts';
import { type OriginReason, OriginRefusal } from '../origin/origin.ts';
import { anyCamera, anyGuard } from '../../../workshop/testing/any-camera.ts';
import { addressOf, newStamp } from '../../../workshop/testing/units.ts';
import type { NoteCondition } from '../condition.ts';
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

test('how it went is noted by reasons of our own', async () => {
  const noted: unknown[] = [];
  const note: NoteCondition = (_from, line, reason) => void noted.push([line, reason?.code]);
  const status = (code: number) => (socket: Socket) =>
    void socket.end(`HTTP/1.1 ${code} No\r\nContent-Length: 0\r\n\r\n`);
  await expect((await checked({ note })).same()).resolves.toBe(true);
  const other = await checked({ note, recognise: async () => false });
  await expect(other.same()).resolves.toBe(false);
  await expect((await checked({ note }, status(404))).same()).rejects.toThrow();
  await expect((await checked({ note }, (socket) => socket.destroy())).same()).rejects.toThrow();
  const down = { guardOrigin: () => Promise.reject(new Error('storage is not available')) };
  await expect((await checked({ note, ...down })).same()).rejects.toThrow();
  expect(noted).toEqual([
    ['onvif', undefined],
    ['onvif', 'another-camera'],
    ['onvif', 'onvif-refused'],
    ['onvif', 'onvif-silent'],
    ['onvif', 'unverified'],
  ]);
});

test('nothing is noted where whoever asked has given up', async () => {
  const noted: unknown[] = [];
  const service = await hostileService(() => undefined);
  closing.push(service);
  const asking = new AbortController();
  const same = createDeviceCheck({
    recognise: anyCamera,
    guardOrigin: async () => anyGuard({ line: 'onvif' }),
    lookup: async () => ['127.0.0.1'],
    timeoutMs: 20_000,
    note: (...told) => void noted.push(told),
  })(addressOf(newStamp(), { onvif: service.url }), asking.signal);
  asking.abort();
  await expect(same()).rejects.toThrow();
  expect(noted).toEqual([]);
});
