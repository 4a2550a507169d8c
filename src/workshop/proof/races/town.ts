/** What every run begins with: three accounts with look-alike cameras, one of them shared. */
import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import { removeFolder, scratchFolder } from '../../testing/scratch-folder.ts';
import { createAccessTokens, type AccessTokens } from '../../../identity/access-token.ts';
import { newAccountId, newGrantId, type AccountId, type GrantId } from '../../../identity/ids.ts';
import { openKeyRing, type KeyRing } from '../../../identity/keyring.ts';
import { noNames } from '../../../wall/partitions/claims.ts';
import { streamForm } from '../../../pictures/cameras/stream-form.ts';
import { createRegister } from '../../../wall/operator/register.ts';
import type { Store } from '../../../storage/store.ts';
import { addressOf } from './cameras.ts';
import type { EngineName } from '../engine.ts';
import { openPostgresScratch } from './postgres-scratch.ts';
import { openScratchStore, type ScratchStore } from './scratch-store.ts';

/** When every run begins: milliseconds since 1970. */
export const dawn = Date.UTC(2026, 0, 1);
const client = 'google';

export interface Town {
  readonly scratch: ScratchStore;
  readonly ring: KeyRing;
  readonly tokens: AccessTokens;
  /** The access token of a grant: the same each time, for a signature costs more than a step. */
  token(account: AccountId, grant: GrantId): string;
  readonly accounts: readonly AccountId[];
  /** A grant for each account. */
  readonly grants: readonly GrantId[];
  close(): Promise<void>;
}

/** One more linking of an account. */
export async function link(store: Store, account: AccountId): Promise<GrantId> {
  const grant = newGrantId();
  await store
    .of(account)
    .addGrant(
      { id: grant, client, scope: '', createdAt: dawn },
      { hash: `code of ${grant}`, redirectUri: 'https://example.net/', expiresAt: dawn + 600_000 },
    );
  return grant;
}

/** A camera called what everybody calls theirs, at an address of several; no path is another's. */
export const lookAlike = (owner: AccountId, place: number) => ({
  owner,
  source: { stream: `${addressOf(place)}&${owner}`, transport: 'auto', alwaysWarm: false } as const,
  kind: 'camera' as const,
  name: 'Front door',
  nicknames: [],
});

const firstPlaces = [1, 2, 3] as const;

/** Settles them in a folder of their own, which goes when it is closed. */
export async function settleTown(engine: EngineName = 'sqlite'): Promise<Town> {
  const folder = scratchFolder('races');
  const now = () => dawn;
  const ring = openKeyRing(join(folder, 'keys.json'));
  const scratch =
    engine === 'postgres'
      ? await openPostgresScratch(now)
      : openScratchStore(join(folder, 'casement.db'), now);
  const issuer = 'https://bridge.example.net';
  const tokens = createAccessTokens({ ring, issuer, lifetimeSeconds: 3600, now });
  const register = createRegister(scratch.store, ring, noNames, streamForm);
  const accounts: AccountId[] = [];
  const grants: GrantId[] = [];
  for (const name of ['Birch', 'Harbour', 'Maple']) {
    const id = newAccountId();
    const email = `${name.toLowerCase()}@example.net`;
    await scratch.store.operator.accounts.add({
      id,
      name,
      email,
      passwordHash: '-',
      createdAt: dawn,
    });
    accounts.push(id);
    grants.push(await link(scratch.store, id));
  }
  for (const [at, owner] of accounts.entries()) {
    const device = await register.addCamera(lookAlike(owner, firstPlaces[at] ?? 0));
    const neighbour = accounts[at + 1];
    if (at === 0 && neighbour !== undefined) await register.share(device, neighbour);
  }
  const issued = new LRUCache<GrantId, string>({ max: 1_000 });
  return {
    scratch,
    ring,
    tokens,
    token(account, grant) {
      const token = issued.get(grant) ?? tokens.issue(account, grant);
      issued.set(grant, token);
      return token;
    },
    accounts,
    grants,
    async close() {
      await scratch.close();
      removeFolder(folder);
    },
  };
}
