import { afterEach, expect, test } from '@jest/globals';
import { Failure } from '../../common/failures.ts';
import { revokeToken } from '../../edge/linking/revoke.ts';
import type { Streams } from '../../pictures/streams/streams.ts';
import { openTestHouse, type TestHouse } from '../../workshop/testing/test-house.ts';
import type { Config } from '../config/config.ts';
import { buildSite } from './site.ts';

const quiet = () => undefined;
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
const client = { id: 'google', secret: 'a secret of good length', redirectUris: [] };

let house: TestHouse;
afterEach(() => house.close());

test('what runs under a revoked token is over when that is answered, though the store fails then', async () => {
  let fails = false;
  house = await openTestHouse({
    leaseMs: 60_000,
    store: (real) => ({
      ...real,
      async revalidate(of) {
        if (fails) throw new Failure('storage-down', 'no disk');
        return real.revalidate(of);
      },
    }),
  });
  const [birch, harbour] = [await house.addAccount('Birch'), await house.addAccount('Harbour')];
  const ended: string[] = [];
  for (const { proof, device, account } of [birch, harbour]) {
    await house.partitions.within(proof, async (partition) => {
      const session = partition.startSession(await partition.device(device), 'hls');
      session.onEnd((reason) => void ended.push(`${account} ${reason}`));
    });
  }
  await house.partitions.recheck();
  const { parts } = buildSite(
    { config: { virtualDisplay: false } as Config, log: log as never, now: () => house.time.wall },
    {
      storage: house,
      wall: house,
      pictures: { streams: {} as Streams },
      clients: { client, displayClient: client },
      origin: 'https://bridge.example.net',
      onRefused: quiet,
    },
  );
  fails = true;
  const form = new URLSearchParams({
    client_id: client.id,
    client_secret: client.secret,
    token: birch.token,
  });
  await revokeToken(parts, { form, authorization: undefined });
  expect(ended).toEqual([`${birch.account} revoked`]);
});
