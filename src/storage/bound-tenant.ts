/** Binds an engine's operations to one account: the only place where one of them is told which. */
import type { AccountId, DeviceId, GrantId } from '../identity/ids.ts';
import type { Naming } from './device-map.ts';
import type { NewCode, NewGrant, Tenant } from './tenant.ts';

/** What an engine answers of the account that is named first. Nothing outside of this room has it. */
export type OwnOperations = {
  readonly [Name in keyof Tenant]: (
    account: AccountId,
    ...args: Parameters<Tenant[Name]>
  ) => ReturnType<Tenant[Name]>;
};

/** One account's; made anew for each request, so it holds nothing but these two. */
class BoundTenant implements Tenant {
  readonly #account: AccountId;
  readonly #own: OwnOperations;

  constructor(account: AccountId, own: OwnOperations) {
    this.#account = account;
    this.#own = own;
  }

  standing(grant: GrantId | undefined) {
    return this.#own.standing(this.#account, grant);
  }
  look(grant: GrantId | undefined) {
    return this.#own.look(this.#account, grant);
  }
  entry(device: DeviceId) {
    return this.#own.entry(this.#account, device);
  }
  entries() {
    return this.#own.entries(this.#account);
  }
  rename(device: DeviceId, naming: Naming) {
    return this.#own.rename(this.#account, device, naming);
  }
  removeEntry(device: DeviceId) {
    return this.#own.removeEntry(this.#account, device);
  }
  strangers() {
    return this.#own.strangers(this.#account);
  }
  grant(id: GrantId) {
    return this.#own.grant(this.#account, id);
  }
  grants(some?: { readonly from: number; readonly most: number }) {
    return this.#own.grants(this.#account, some);
  }
  countGrants() {
    return this.#own.countGrants(this.#account);
  }
  addGrant(grant: NewGrant, code: NewCode) {
    return this.#own.addGrant(this.#account, grant, code);
  }
  addRefreshToken(hash: string, grant: GrantId) {
    return this.#own.addRefreshToken(this.#account, hash, grant);
  }
  revokeGrant(id: GrantId) {
    return this.#own.revokeGrant(this.#account, id);
  }
  revokeGrants() {
    return this.#own.revokeGrants(this.#account);
  }
  record() {
    return this.#own.record(this.#account);
  }
  addSignIn(hash: string, expiresAt: number) {
    return this.#own.addSignIn(this.#account, hash, expiresAt);
  }
  setPassword(passwordHash: string) {
    return this.#own.setPassword(this.#account, passwordHash);
  }
  remove() {
    return this.#own.remove(this.#account);
  }
}

/** Returns what makes `Store.of` of an engine's operations. */
export function bindTenants(own: OwnOperations): (account: AccountId) => Tenant {
  return (account) => new BoundTenant(account, own);
}
