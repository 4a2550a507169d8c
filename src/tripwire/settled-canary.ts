/** A canary's place in the store: its account, its device and its linking, kept through restarts. */
import type { AccessTokens } from '../identity/access-token.ts';
import {
  newAccountId,
  newGrantId,
  type AccountId,
  type DeviceId,
  type GrantId,
} from '../identity/ids.ts';
import { hashPassword } from '../identity/password.ts';
import { hashSecret, newSecret } from '../identity/secret.ts';
import type { SourceSettings } from '../wall/partitions/camera-address.ts';
import { forgetPins } from '../wall/operator/pin-register.ts';
import type { Register } from '../wall/operator/register.ts';
import type { Store } from '../storage/store.ts';
import { canaryEmail } from './canary-account.ts';
import { canaryNames, type CanaryName } from './canary-watermark.ts';

export interface SettledParts {
  readonly store: Store;
  /** It changes the cameras of canaries alone. */
  readonly register: Pick<Register, 'addCamera' | 'list' | 'setSource'>;
  readonly accessTokens: AccessTokens;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

async function removeCanary(
  name: CanaryName,
  { directory, operator: { canaries } }: Store,
): Promise<void> {
  const account = await directory.byEmail(canaryEmail(name));
  if (account !== undefined) await canaries.remove(account.id);
}

/** Removes the canaries from the store: their accounts, linkings and cameras, and the history of them. */
export async function removeCanaries(store: Store): Promise<void> {
  for (const name of canaryNames) await removeCanary(name, store);
}

/** Returns the linking of an account; replaces one that was ended. */
async function linkingOf(account: AccountId, { store, now }: SettledParts): Promise<GrantId> {
  const [standing] = await store.of(account).grants();
  if (standing !== undefined) return standing.id;
  const grant = newGrantId();
  const [client, scope, createdAt] = ['tripwire', '', now()];
  // A code that is over already: nobody ever asks for it, but a grant begins with one.
  const code = { hash: hashSecret(newSecret()), redirectUri: '', expiresAt: createdAt };
  await store.of(account).addGrant({ id: grant, client, scope, createdAt }, { ...code });
  return grant;
}

/** Returns access tokens of a canary's account, under a linking that stands. */
export function tokensOf(account: AccountId, parts: SettledParts) {
  const { store, accessTokens, now } = parts;
  let kept: { token: string; grant: GrantId; until: number } | undefined;
  /** Whether the key that signed it is in force: `keys rotate --at-once` ends all that were signed before. */
  const isBelieved = (token: string): boolean => {
    try {
      accessTokens.verify(token);
      return true;
    } catch {
      return false;
    }
  };
  return async (): Promise<string> => {
    if (
      kept !== undefined &&
      now() < kept.until &&
      isBelieved(kept.token) &&
      (await store.of(account).standing(kept.grant))
    ) {
      return kept.token;
    }
    const grant = await linkingOf(account, parts);
    const token = accessTokens.issue(account, grant);
    kept = { token, grant, until: now() + accessTokens.lifetimeSeconds * 500 };
    return token;
  };
}

/** Returns a canary's account and device: the earlier ones if they are still as they were. */
export async function settledCanary(
  name: CanaryName,
  source: SourceSettings,
  { store, register, now }: SettledParts,
): Promise<{ readonly account: AccountId; readonly device: DeviceId }> {
  const email = canaryEmail(name);
  const known = await store.directory.byEmail(email);
  const entries = known === undefined ? [] : await register.list(known.id);
  const [entry] = entries;
  if (known !== undefined && entry?.role === 'owner' && entries.length === 1) {
    await register.setSource(entry.device, source);
    // It may be of another build by now, and say something else of itself.
    await forgetPins(
      { operator: { ...store.operator, pins: store.operator.canaries } },
      entry.device,
    );
    return { account: known.id, device: entry.device };
  }
  await removeCanary(name, store);
  const account = newAccountId();
  const passwordHash = await hashPassword(newSecret());
  await store.operator.canaries.add({
    id: account,
    name: 'Canary',
    email,
    passwordHash,
    createdAt: now(),
  });
  const facts = { name: 'Front door', room: 'Entrance', nicknames: [], kind: 'camera' } as const;
  return { account, device: await register.addCamera({ ...facts, owner: account, source }) };
}
