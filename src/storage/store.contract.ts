/** What every engine behind the storage port must do. A test file per engine calls this. */
import { describe } from '@jest/globals';
import { accountsContract } from './contract/accounts.ts';
import { canariesContract } from './contract/canaries.ts';
import { clientsContract } from './contract/clients.ts';
import { directoryContract } from './contract/directory.ts';
import { grantsContract } from './contract/grants.ts';
import { historyContract } from './contract/history.ts';
import { mapContract } from './contract/map.ts';
import { neighboursContract } from './contract/neighbours.ts';
import { originsContract } from './contract/origins.ts';
import { ownAccountContract } from './contract/own-account.ts';
import { pinsContract } from './contract/pins.ts';
import { placesContract } from './contract/places.ts';
import { restoresContract } from './contract/restores.ts';
import { revalidateContract } from './contract/revalidate.ts';
import { revisionsContract } from './contract/revisions.ts';
import { sealedValuesContract } from './contract/sealed-values.ts';
import { serialsContract } from './contract/serials.ts';
import type { MakeShelf } from './contract/shelf.ts';
import { suspensionsContract } from './contract/suspensions.ts';
import { tenantsContract } from './contract/tenants.ts';

/** Declares the suite for the engine called `name`; `make` returns an empty data place per test. */
export function storeContract(name: string, make: MakeShelf): void {
  describe(name, () => {
    describe('on behalf of an account', () => {
      describe('and of no other', () => tenantsContract(make));
      describe('itself', () => ownAccountContract(make));
      describe('linkings', () => grantsContract(make));
    });
    describe('directory', () => directoryContract(make));
    describe('operator', () => {
      describe('accounts', () => accountsContract(make));
      describe('map', () => mapContract(make));
      describe('clients', () => clientsContract(make));
      describe('suspensions', () => suspensionsContract(make));
      describe('origins', () => originsContract(make));
      describe('pins', () => pinsContract(make));
      describe('places', () => placesContract(make));
      describe('serials', () => serialsContract(make));
      describe('sealed values', () => sealedValuesContract(make));
      describe('history', () => historyContract(make));
      describe('restores', () => restoresContract(make));
      describe('canaries', () => canariesContract(make));
    });
    describe('as a whole', () => {
      describe('revisions', () => revisionsContract(make));
      describe('revalidation', () => revalidateContract(make));
      describe('neighbours', () => neighboursContract(make));
    });
  });
}
