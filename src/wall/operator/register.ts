/**
 * The operator's door to the account-to-device map: the commands and the demo's seeding use it. No
 * request path does, so this is the one place where an account id is a parameter.
 */
import type { KeyRing } from '../../identity/keyring.ts';
import type { Naming } from '../../storage/device-map.ts';
import type { Conflict } from '../../storage/places.ts';
import type { OperatorStore, Store } from '../../storage/store.ts';
import type { Resolve } from '../partitions/claims.ts';
import type { StreamForm } from '../partitions/stream-form.ts';
import { type AddressRegister, createAddressRegister } from './address-register.ts';
import type { RegisteredDevice } from './entry.ts';
import { createEntryRegister, type EntryRegister, type Transferred } from './entry-register.ts';
import type { SourceTerms } from './source-change.ts';
import { createSourceRegister, type NewCamera, type SourceRegister } from './source-register.ts';

export type { Conflict, Naming, NewCamera, RegisteredDevice, SourceTerms, Transferred };

/**
 * Wherever a camera is named, any account's device id of it will do. It is meant in the ownership it has
 * then: handed over meanwhile, it is `not-found`.
 */
export interface Register extends EntryRegister, SourceRegister, AddressRegister {}

/**
 * Makes the register of cameras. Every verb rejects with Failure `bad-request` (naming the field, never its
 * value), `not-found` (no such camera or account), or `storage-down`.
 */
export function createRegister(
  store: Pick<Store, 'of'> & OperatorStore<'map' | 'places'>,
  ring: KeyRing,
  resolve: Resolve,
  form: StreamForm,
): Register {
  return {
    ...createEntryRegister(store),
    ...createSourceRegister(store, ring, resolve, form),
    ...createAddressRegister(store, ring),
  };
}
