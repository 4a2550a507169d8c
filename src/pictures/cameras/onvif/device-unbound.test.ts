import { expect, test } from '@jest/globals';
import { anyCamera, anyGuard } from '../../../workshop/testing/any-camera.ts';
import { addressOf, newStamp } from '../../../workshop/testing/units.ts';
import { createDeviceCheck } from './device-check.ts';
import { hostileService } from './testing/hostile-service.ts';

const good =
  '<Envelope><Body><GetDeviceInformationResponse><SerialNumber>7</SerialNumber>' +
  '</GetDeviceInformationResponse></Body></Envelope>';

test('a device that cannot be bound is not the pinned one', async () => {
  const head = `HTTP/1.1 200 OK\r\nContent-Length: ${good.length}\r\n\r\n`;
  const service = await hostileService((socket) => void socket.end(head + good));
  try {
    const save = (): Promise<void> => Promise.reject(new Error('storage is not available'));
    const check = createDeviceCheck({
      recognise: anyCamera,
      guardOrigin: async () => anyGuard({ line: 'onvif', save }),
      lookup: async () => ['127.0.0.1'],
      timeoutMs: 2_000,
    });
    const address = addressOf(newStamp(), { onvif: service.url });
    await expect(check(address, new AbortController().signal)()).rejects.toThrow('storage');
  } finally {
    await service.close();
  }
});
