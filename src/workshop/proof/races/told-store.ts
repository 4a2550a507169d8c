/** The store, which reports every change it made to the ledger. */
import type { KeyRing } from '../../../identity/keyring.ts';
import { openSource } from '../../../wall/partitions/sealed-source.ts';
import type { Store } from '../../../storage/store.ts';
import { placeIn } from './cameras.ts';
import type { Ledger } from './ledger.ts';
import { allAccounts, allEntries } from '../../../storage/contract/whole.ts';

/** Returns `real`, of which the ledger hears. */
export function toldStore(real: Store, ledger: Ledger, ring: KeyRing): Store {
  return {
    ...real,
    accounts: {
      ...real.accounts,
      async setPassword(id, hash) {
        await real.accounts.setPassword(id, hash);
        ledger.revoked((_, account) => account === id);
      },
      async remove(id) {
        const gone = await real.accounts.remove(id);
        if (gone) ledger.accountGone(id);
        return gone;
      },
    },
    grants: {
      ...real.grants,
      async addWithCode(grant, code) {
        await real.grants.addWithCode(grant, code);
        ledger.linked(grant.id, grant.account);
      },
      async revoke(id) {
        const ended = await real.grants.revoke(id);
        if (ended) ledger.revoked((grant) => grant === id);
        return ended;
      },
    },
    suspensions: {
      ...real.suspensions,
      async suspend(suspension) {
        await real.suspensions.suspend(suspension);
        ledger.suspended(suspension.scope);
      },
      async resume(scope) {
        const lifted = await real.suspensions.resume(scope);
        if (lifted) ledger.resumed(scope);
        return lifted;
      },
    },
    map: {
      ...real.map,
      async addCamera(record, owner, claim) {
        await real.map.addCamera(record, owner, claim);
        const { stream: rtsp } = openSource(ring, record.camera, record.sealedSource);
        ledger.placed(record.camera, placeIn(rtsp));
        ledger.added(record.camera, owner.account, owner.device, true);
      },
      async addEntry(camera, entry, epoch) {
        await real.map.addEntry(camera, entry, epoch);
        ledger.added(camera, entry.account, entry.device, false);
      },
      async transfer(camera, owner, from) {
        const epoch = await real.map.transfer(camera, owner, from);
        ledger.transferred(camera, owner.account, owner.device);
        return epoch;
      },
      async removeEntry(account, device) {
        const gone = await real.map.removeEntry(account, device);
        if (gone) ledger.dropped((one) => one.account === account && one.device === device);
        return gone;
      },
      async removeCamera(camera, epoch) {
        const gone = await real.map.removeCamera(camera, epoch);
        if (gone) ledger.dropped((one) => one.camera === camera);
        return gone;
      },
    },
  };
}

/** Reports to the ledger what is there already. */
export async function tellAll(real: Store, ledger: Ledger, ring: KeyRing): Promise<void> {
  for (const { id } of await allAccounts(real)) {
    for (const grant of await real.grants.of(id)) ledger.linked(grant.id, id);
  }
  for (const { camera, sealedSource, account, device, role } of await allEntries(real)) {
    ledger.placed(camera, placeIn(openSource(ring, camera, sealedSource).stream));
    ledger.added(camera, account, device, role === 'owner');
  }
}
