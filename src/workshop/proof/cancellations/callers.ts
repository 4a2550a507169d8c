/** Two accounts that look alike: the same names, and a camera of one that the other sees too. */
import { hashSecret, newSecret } from '../../../identity/secret.ts';
import type { AccountId, CameraId, DeviceId, GrantId } from '../../../identity/ids.ts';
import { createSignIns } from '../../../identity/sign-in.ts';
import { noNames } from '../../../wall/partitions/claims.ts';
import { streamForm } from '../../../pictures/cameras/stream-form.ts';
import { createRegister } from '../../../wall/operator/register.ts';
import type { MappedDevice } from '../../../storage/device-map.ts';
import type { EngineName } from '../engine.ts';
import { addressOf } from '../races/cameras.ts';
import { dawn, link, settleTown, type Town } from '../races/town.ts';
import type { StillServer } from './still-server.ts';

/** The same for both: only their secrets tell who asks. */
export const password = 'correct horse battery staple';
/** Argon2id at the lowest cost: how hard it is to guess is not tested here. */
const passwordHash =
  '$argon2id$v=19$m=8,t=1,p=1$i0bqYhfwDz0LqEMQK8M94A$GZ5T2IQB3tEGG5Z//i+b2yLsiBdYY+tVv4v7Wutabsk';

export interface Caller {
  readonly account: AccountId;
  readonly grant: GrantId;
  readonly email: string;
  readonly bearer: string;
  /** Of somebody signed in at a browser. */
  readonly cookie: string;
  readonly refreshToken: string;
  /** Every device it may see. */
  readonly devices: readonly DeviceId[];
  /** The one it asks for. */
  readonly device: DeviceId;
  readonly camera: CameraId;
  /** Where that camera is: its pictures say so. */
  readonly place: number;
  /** What nobody else may ever learn. */
  readonly secrets: readonly string[];
}

export interface Callers {
  readonly town: Town;
  /** An account that has none of their cameras, to hand one to. */
  readonly heir: AccountId;
  readonly first: Caller;
  /** The neighbour, asking for a camera of its own, or for that of the first. */
  readonly neighbour: { readonly own: Caller; readonly shared: Caller };
  close(): Promise<void>;
}

/** Settles both, and an heir, on the disk. The caller closes them. */
export async function settleCallers(stills: StillServer, engine?: EngineName): Promise<Callers> {
  const town = await settleTown(engine);
  const { store } = town.scratch;
  const register = createRegister(store, town.ring, noNames, streamForm);
  const signIns = createSignIns(store, 3_600_000, () => dawn);
  const [one, two, heir] = town.accounts;
  if (one === undefined || two === undefined || heir === undefined) throw new TypeError('no town');

  const placeOf = ({ account, role }: MappedDevice): number =>
    account === one || role === 'viewer' ? 1 : 2;

  async function settle(account: AccountId): Promise<(role: 'owner' | 'viewer') => Caller> {
    await store.of(account).setPassword(passwordHash);
    const entries = await store.of(account).entries();
    for (const entry of entries) {
      if (entry.role !== 'owner') continue;
      const place = placeOf(entry);
      await register.setSource(entry.device, {
        stream: addressOf(place),
        still: stills.url(place),
        transport: 'auto',
        alwaysWarm: false,
      });
    }
    const grant = await link(store, account);
    const refreshToken = newSecret();
    await store.of(account).addRefreshToken(hashSecret(refreshToken), grant);
    const cookie = await signIns.start(account);
    const bearer = town.token(account, grant);
    const email = (await store.of(account).record())?.email ?? '';
    const devices = entries.map(({ device }) => device);
    const secrets = [account, grant, email, bearer, cookie, refreshToken, ...devices];
    return (role) => {
      const entry = entries.find((candidate) => candidate.role === role);
      if (entry === undefined) throw new TypeError('it sees no such camera');
      const { device, camera } = entry;
      const who = { account, grant, email, bearer, cookie, refreshToken, secrets };
      return { ...who, devices, device, camera, place: placeOf(entry) };
    };
  }

  const [first, neighbour] = [await settle(one), await settle(two)];
  return {
    town,
    heir,
    first: first('owner'),
    neighbour: { own: neighbour('owner'), shared: neighbour('viewer') },
    close: () => town.close(),
  };
}
