/** The store, which reports every change it made to the ledger. */
import type { KeyRing } from '../../../identity/keyring.ts';
import { openSource } from '../../../wall/partitions/sealed-source.ts';
import type { Store } from '../../../storage/store.ts';
import { overTenant } from '../../testing/over-tenant.ts';
import { placeIn } from './cameras.ts';
import type { Ledger } from './ledger.ts';
import { allAccounts, allEntries } from '../../../storage/contract/whole.ts';

/** Returns `real`, of which the ledger hears. */
export function toldStore(real: Store, ledger: Ledger, ring: KeyRing): Store {
  const told = overTenant(real, (own, id) => ({
    async setPassword(hash) {
      await own.setPassword(hash);
      ledger.revoked((_, account) => account === id);
    },
    async remove() {
      const gone = await own.remove();
      if (gone) ledger.accountGone(id);
      return gone;
    },
    async addGrant(grant, code) {
      await own.addGrant(grant, code);
      ledger.linked(grant.id, id);
    },
    async revokeGrant(grant) {
      const ended = await own.revokeGrant(grant);
      if (ended) ledger.revoked((one) => one === grant);
      return ended;
    },
    async removeEntry(device) {
      const gone = await own.removeEntry(device);
      if (gone) ledger.dropped((one) => one.account === id && one.device === device);
      return gone;
    },
  }));
  const { suspensions, map } = real.operator;
  return {
    ...told,
    operator: {
      ...real.operator,
      suspensions: {
        ...suspensions,
        async suspend(suspension) {
          await suspensions.suspend(suspension);
          ledger.suspended(suspension.scope);
        },
        async resume(scope) {
          const lifted = await suspensions.resume(scope);
          if (lifted) ledger.resumed(scope);
          return lifted;
        },
      },
      map: {
        ...map,
        async addCamera(record, owner, claim) {
          await map.addCamera(record, owner, claim);
          const { stream: rtsp } = openSource(ring, record.camera, record.sealedSource);
          ledger.placed(record.camera, placeIn(rtsp));
          ledger.added(record.camera, owner.account, owner.device, true);
        },
        async addEntry(camera, entry, epoch) {
          await map.addEntry(camera, entry, epoch);
          ledger.added(camera, entry.account, entry.device, false);
        },
        async transfer(camera, owner, from) {
          const epoch = await map.transfer(camera, owner, from);
          ledger.transferred(camera, owner.account, owner.device);
          return epoch;
        },
        async removeCamera(camera, epoch) {
          const gone = await map.removeCamera(camera, epoch);
          if (gone) ledger.dropped((one) => one.camera === camera);
          return gone;
        },
      },
    },
  };
}

/** Reports to the ledger what is there already. */
export async function tellAll(real: Store, ledger: Ledger, ring: KeyRing): Promise<void> {
  for (const { id } of await allAccounts(real)) {
    for (const grant of await real.of(id).grants()) ledger.linked(grant.id, id);
  }
  for (const { camera, sealedSource, account, device, role } of await allEntries(real)) {
    ledger.placed(camera, placeIn(openSource(ring, camera, sealedSource).stream));
    ledger.added(camera, account, device, role === 'owner');
  }
}
