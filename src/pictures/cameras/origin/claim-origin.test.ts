import { expect, test } from '@jest/globals';
import { newCameraId } from '../../../identity/ids.ts';
import { claimOrigin } from './claim-origin.ts';
import type { Claims } from '../../../wall/partitions/claims.ts';
import { OriginRefusal } from './origin.ts';

const place = { host: 'door.example', addresses: ['192.0.2.7'], port: 554, path: '/x' };

const asked = (answer: Awaited<ReturnType<Claims['check']>>) => {
  const never = (): never => {
    throw new Error('a connection claims nothing');
  };
  return claimOrigin({ of: never, check: async () => answer });
};

test('a place that another account has is refused for a stream and a still', async () => {
  for (const line of ['stream', 'still'] as const) {
    await expect(asked('taken')(newCameraId(), line, place)).rejects.toEqual(
      new OriginRefusal('other-owner'),
    );
    await asked('free')(newCameraId(), line, place);
  }
});

test('an ONVIF service may be of many cameras', async () => {
  await asked('taken')(newCameraId(), 'onvif', place);
});
