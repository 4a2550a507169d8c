/** The canaries' accounts and cameras in SQLite: whoever has the file may do everything, so this keeps from mistakes. */
import { Failure } from '../../common/failures.ts';
import type { AccountId, CameraId } from '../../identity/ids.ts';
import { canaryDomain, type CanaryStore } from '../canaries.ts';
import type { Claim } from '../places.ts';
import type { OperatorStore, Store } from '../store.ts';

const isOfDomain = (email: string): boolean => email.endsWith(`@${canaryDomain}`);

function mustTakeNothing({ takeOver }: Claim): void {
  if (takeOver) throw new Failure('bad-request', 'a canary takes nothing over');
}

/** Returns them over what may be asked of all accounts and cameras. */
export function createCanaries({
  of,
  operator,
}: Pick<Store, 'of'> & OperatorStore<'accounts' | 'map' | 'pins' | 'history'>): CanaryStore {
  const { accounts, map, pins, history } = operator;
  async function isCanary(id: AccountId): Promise<boolean> {
    const account = await of(id).record();
    return account !== undefined && isOfDomain(account.email);
  }

  async function mustBeOne(id: AccountId | undefined): Promise<void> {
    if (id !== undefined && (await isCanary(id))) return;
    throw new Failure('not-found', 'no such canary');
  }

  async function mustBeOnes(cameras: readonly CameraId[]): Promise<void> {
    for (const camera of cameras) {
      const owner = (await map.entriesOf(camera)).find(({ role }) => role === 'owner');
      await mustBeOne(owner?.account);
    }
  }

  return {
    async add(account) {
      if (!isOfDomain(account.email)) {
        throw new Failure('bad-request', 'this is no address of a canary');
      }
      await accounts.add(account);
    },
    async remove(id) {
      if ((await of(id).record()) === undefined) return false;
      await mustBeOne(id);
      const removed = await of(id).remove();
      await history.forgetAccount(id);
      return removed;
    },
    async addCamera(camera, owner, claim) {
      mustTakeNothing(claim);
      await mustBeOne(owner.account);
      await map.addCamera(camera, owner, claim);
    },
    async setSources(changes) {
      for (const { claim } of changes) mustTakeNothing(claim);
      await mustBeOnes(changes.map(({ camera }) => camera));
      return map.setSources(changes);
    },
    async unpin(camera) {
      await mustBeOnes([camera]);
      return pins.unpin(camera);
    },
  };
}
