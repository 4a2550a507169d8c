/** A right that begins while somebody else watches: what is buffered may not be shown under it. */
import { DeviceId } from '../../identity/ids.ts';
import { openKeyRing } from '../../identity/keyring.ts';
import { link } from '../../simulator/client/link.ts';
import { noNames } from '../../wall/partitions/claims.ts';
import { streamForm } from '../../pictures/cameras/stream-form.ts';
import { createRegister } from '../../wall/operator/register.ts';
import { createSwitch } from '../../wall/operator/switch.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { openSqlite } from '../../storage/sqlite/open.ts';
import type { Scene } from './scene.ts';
import { openStream, type Protocol } from './streams.ts';
import { watchHls } from './viewers.ts';

export interface FreshRight {
  /** The neighbour's camera, by its id for the display's account. */
  readonly device: string;
  /** Gives the account a right that begins now. */
  begin(): Promise<void>;
  close(): Promise<void>;
}

/** A neighbour watches, and shares, a camera: suspended and resumed, the right to it is a fresh one. */
export async function shareWatched(scene: Scene, protocol: Protocol): Promise<FreshRight> {
  const { folder, origin, demo, account, neighbour } = scene;
  const { database, keys } = dataFolder(folder);
  const store = openSqlite({ file: database });
  const register = createRegister(store, openKeyRing(keys), noNames, streamForm);
  const guest = await store.directory.byEmail(account.email);
  const own = DeviceId(neighbour.cameras[0]?.deviceId ?? '');
  if (guest === undefined) throw new Error('the demo has no such account');
  const device = await register.share(own, guest.id);
  const { accessToken: token } = await link({ origin, ...demo.oauth, ...neighbour });
  const stream = await openStream(origin, { token, device: own }, protocol);
  const leave = protocol === 'hls' ? await watchHls(stream) : undefined;
  const operator = createSwitch(store, Date.now);
  const what = { of: 'account', account: guest.id } as const;
  return {
    device,
    async begin() {
      await operator.suspend(what);
      await operator.resume(what);
    },
    async close() {
      await leave?.();
      await stream.disconnect();
      await register.unshare(device, guest.id);
      await store.close();
    },
  };
}
