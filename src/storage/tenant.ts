/**
 * Everything that is asked on behalf of one account: `Store.of` binds it, and no operation takes an account. What is
 * another's is not there, whatever id is given: it is neither read nor changed, and answered as what nobody has.
 */
import type { DeviceId, GrantId } from '../identity/ids.ts';
import type { AccountRecord } from './accounts.ts';
import type { MappedDevice, Naming } from './device-map.ts';
import type { CodeRecord, GrantRecord } from './grants.ts';
import type { Revisions } from './revisions.ts';

/** One look at the store. */
export interface Look {
  /** See `standing`. */
  readonly stands: boolean;
  readonly revisions: Revisions;
}

/** A grant to be added. */
export type NewGrant = Omit<GrantRecord, 'account'>;
/** Its code: it speaks for what its grant does. */
export type NewCode = Omit<CodeRecord, 'account' | 'grant' | 'client' | 'scope'>;

/** Who somebody is, and what they linked: nothing of cameras. */
export interface OwnAccount {
  /** Whether the account exists and is confirmed and, if a grant is named, that grant is its own and active. */
  standing(grant: GrantId | undefined): Promise<boolean>;
  /** Returns `standing` and the revisions in one look: what the door asks for every request. */
  look(grant: GrantId | undefined): Promise<Look>;

  /** Returns an active grant. */
  grant(id: GrantId): Promise<GrantRecord | undefined>;
  /** Returns active grants, oldest first: all, or so many behind the first `from`. */
  grants(some?: { readonly from: number; readonly most: number }): Promise<readonly GrantRecord[]>;
  /** Returns how many active grants there are. */
  countGrants(): Promise<number>;
  /**
   * Adds a grant with its authorization code, in one transaction. The grant is active at once. If the account
   * has too many, the oldest one whose code was never exchanged ends.
   * @throws Failure `too-many` if all codes were exchanged.
   */
  addGrant(grant: NewGrant, code: NewCode): Promise<void>;
  /** @throws Failure `conflict` if there is no such grant, or the token exists. */
  addRefreshToken(hash: string, grant: GrantId): Promise<void>;
  /** Ends a grant and all that was issued under it. Returns false if it was not active. */
  revokeGrant(id: GrantId): Promise<boolean>;
  /** Ends every grant; returns how many. */
  revokeGrants(): Promise<number>;

  /** Returns the account itself. */
  record(): Promise<AccountRecord | undefined>;
  /**
   * Keeps a browser sign-in under the hash of its cookie until then, in milliseconds since 1970. An account keeps the
   * `maxSignIns` that last the longest.
   */
  addSignIn(hash: string, expiresAt: number): Promise<void>;
  /**
   * Changes the password, ends every sign-in and revokes every grant of the account.
   * @throws Failure `not-found` if there is no such account.
   */
  setPassword(passwordHash: string): Promise<void>;
  /**
   * Removes the account with its grants, sign-ins and map entries, in one transaction. Cameras it owns go
   * with it, also for everyone they were shared with. Returns false if there was none.
   */
  remove(): Promise<boolean>;
}

/** What somebody sees. */
export interface OwnEntries {
  /** Returns one entry of the account: primary key (account, device). */
  entry(device: DeviceId): Promise<MappedDevice | undefined>;
  /** Returns all entries of the account, oldest first. */
  entries(): Promise<readonly MappedDevice[]>;
  /** Changes what the account calls a camera. Returns false if there was no such entry. */
  rename(device: DeviceId, naming: Naming): Promise<boolean>;
  /** Returns false if there was no such entry. */
  removeEntry(device: DeviceId): Promise<boolean>;
  /** Returns the account's devices in whose place another camera answers. */
  strangers(): Promise<readonly DeviceId[]>;
}

export interface Tenant extends OwnAccount, OwnEntries {}
