/**
 * The canaries: two accounts alike but for their ids, each with one simulated camera on loopback.
 * They live in the store as everybody does, behind the same door and under the same key ring, and
 * are made anew with every start.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AccessTokens } from '../identity/access-token.ts';
import { newAccountId, newGrantId, type AccountId, type DeviceId } from '../identity/ids.ts';
import { hashPassword } from '../identity/password.ts';
import { hashSecret, newSecret } from '../identity/secret.ts';
import { startCamera, type SimulatedCamera } from '../lab/camera/simulate.ts';
import { readElementary } from '../lab/clips/annex-b.ts';
import type { Clip } from '../lab/clips/clip.ts';
import { packetise } from '../lab/clips/packets.ts';
import type { Partitions } from '../partitions/partitions.ts';
import type { Register } from '../partitions/register.ts';
import type { Store } from '../storage/store.ts';
import { canaryEmail } from './canary-account.ts';
import { canaryNames, type CanaryName, type Marks } from './mark.ts';
import type { Own } from './verdict.ts';

export interface Canary extends Own {
  readonly account: AccountId;
  readonly device: DeviceId;
  /** An access token under a linking that stands. */
  token(): Promise<string>;
}

export interface CanaryParts {
  readonly store: Pick<Store, 'accounts' | 'grants' | 'standing'>;
  readonly register: Pick<Register, 'addCamera'>;
  readonly partitions: Pick<Partitions, 'within'>;
  readonly accessTokens: AccessTokens;
  readonly marks: Marks;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const folder = fileURLToPath(new URL('../../fixtures/canary/', import.meta.url));
/** Each its own width: where a picture lost its mark, its size still tells whose it is. */
const widths: Readonly<Record<CanaryName, number>> = { '1': 152, '2': 168 };
const height = 88;
const fps = 5;

function clipOf(name: CanaryName): Clip {
  const video = readElementary(readFileSync(`${folder}canary-${name}.h264`));
  return {
    name: 'canary',
    household: 'Canary',
    camera: 'Front door',
    stamp: '',
    fps,
    width: widths[name],
    height,
    video,
    still: readFileSync(`${folder}canary-${name}.jpg`),
    packets: packetise(video, undefined),
  };
}

/** Takes the canaries out of the store: their accounts, linkings and cameras. */
export async function removeCanaries(accounts: Store['accounts']): Promise<void> {
  for (const name of canaryNames) {
    const account = await accounts.byEmail(canaryEmail(name));
    if (account !== undefined) await accounts.remove(account.id);
  }
}

/** Gives tokens of one account; a linking that was ended is replaced. */
function tokensOf(account: AccountId, { store, accessTokens, now }: CanaryParts) {
  let kept: { token: string; grant: ReturnType<typeof newGrantId>; until: number } | undefined;
  return async (): Promise<string> => {
    if (kept !== undefined && now() < kept.until && (await store.standing(account, kept.grant))) {
      return kept.token;
    }
    const grant = newGrantId();
    const [client, scope, createdAt] = ['tripwire', '', now()];
    // A code that is over already: nobody ever asks for it, but a grant begins with one.
    const code = { hash: hashSecret(newSecret()), redirectUri: '', expiresAt: createdAt };
    await store.grants.revokeAll(account);
    await store.grants.addWithCode(
      { id: grant, account, client, scope, createdAt },
      { ...code, grant, account, client, scope },
    );
    const token = accessTokens.issue(account, grant);
    kept = { token, grant, until: createdAt + accessTokens.lifetimeSeconds * 500 };
    return token;
  };
}

async function settle(
  name: CanaryName,
  { url, stillUrl }: SimulatedCamera,
  parts: CanaryParts,
): Promise<Canary> {
  const { store, register, partitions, accessTokens, now } = parts;
  const account = newAccountId();
  const passwordHash = await hashPassword(newSecret());
  const email = canaryEmail(name);
  await store.accounts.add({ id: account, name: 'Canary', email, passwordHash, createdAt: now() });
  const device = await register.addCamera({
    owner: account,
    name: 'Front door',
    room: 'Entrance',
    nicknames: [],
    kind: 'camera',
    source: {
      rtsp: url,
      transport: 'tcp',
      alwaysWarm: false,
      ...(stillUrl !== undefined && { still: stillUrl }),
    },
  });
  const token = tokensOf(account, parts);
  const proof = accessTokens.verify(await token());
  const camera = await partitions.within(
    proof,
    async (home) => home.address(await home.device(device)).stamp.camera,
  );
  return { name, width: widths[name], height, account, device, camera, token };
}

/** Makes the canaries and starts their cameras. @throws Failure `storage-down`. */
export async function settleCanaries(
  parts: CanaryParts,
): Promise<{ canaries: readonly [Canary, Canary]; close: () => Promise<void> }> {
  const { store, marks } = parts;
  // The same for both, and for this start only: what they film is for no other eyes.
  const auth = { scheme: 'digest', user: 'canary', password: newSecret() } as const;
  const started: SimulatedCamera[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(started.splice(0).map((camera) => camera.close()));
  };
  async function hatch(name: CanaryName): Promise<Canary> {
    const clip = clipOf(name);
    let canary: Canary | undefined;
    const nameplate = () =>
      canary === undefined ? 'not in the map yet' : marks.write(name, canary.camera);
    const camera = await startCamera({ clip, auth, path: '/window', still: true, nameplate });
    started.push(camera);
    canary = await settle(name, camera, parts);
    return canary;
  }
  try {
    await removeCanaries(store.accounts);
    const [first, second] = canaryNames;
    return { canaries: [await hatch(first), await hatch(second)], close };
  } catch (error) {
    await close();
    throw error;
  }
}
