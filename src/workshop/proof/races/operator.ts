/** The operator of a run: the register as the commands use it, beside the running bridge. */
import { Failure } from '../../../common/failures.ts';
import type { AccountId, DeviceId, GrantId } from '../../../identity/ids.ts';
import type { Partitions } from '../../../wall/partitions/partitions.ts';
import type { Register } from '../../../wall/operator/register.ts';
import type { Store } from '../../../storage/store.ts';
import { addressOf } from './cameras.ts';
import type { Faults } from './faults.ts';
import type { Ledger } from './ledger.ts';
import type { OperatorStep } from './steps.ts';
import { dawn, lookAlike } from './town.ts';

export interface OperatorParts {
  readonly store: Store;
  readonly register: Register;
  readonly partitions: Partitions;
  readonly accounts: readonly AccountId[];
  readonly grants: readonly GrantId[];
  readonly ledger: Ledger;
  readonly faults: Faults;
}

/** Answers that the operator may ignore: somebody was faster. */
const expected = new Set(['not-found', 'bad-request']);

/** Does one step. @throws Failure, but for what somebody else's step explains */
export async function operate(step: OperatorStep, parts: OperatorParts): Promise<void> {
  try {
    await act(step, parts);
  } catch (error) {
    if (!(error instanceof Failure) || !expected.has(error.code)) throw error;
  }
}

async function act(step: OperatorStep, parts: OperatorParts): Promise<void> {
  const { store, register, partitions, accounts, grants, ledger } = parts;
  const account = 'account' in step ? accounts[step.account] : undefined;
  const devices = ledger.everyDevice;
  const device = 'which' in step ? devices[step.which % devices.length] : undefined;

  if ('of' in step) await hold(step, parts);
  else if (step.do === 'look') {
    const { version } = ledger;
    await partitions.recheck();
    ledger.swept = Math.max(ledger.swept, version);
  } else if (step.do === 'add camera' && account) {
    await register.addCamera(lookAlike(account, step.place));
  } else if (step.do === 'remove account' && account) {
    await store.of(account).remove();
  } else if (step.do === 'password' && account) {
    await store.of(account).setPassword('another');
  } else if (step.do === 'revoke') {
    const grant = grants[step.account];
    const owner = accounts[step.account];
    if (grant && owner) await store.of(owner).revokeGrant(grant);
  } else if (device !== undefined) {
    await toCamera(step, device, account, parts);
  }
}

/** The switch: what is suspended, or no longer. */
async function hold(step: Extract<OperatorStep, { of: string }>, parts: OperatorParts) {
  const { store, accounts, ledger } = parts;
  const devices = ledger.everyDevice;
  const device = devices[step.which % devices.length];
  const account = accounts[step.account];
  const camera = device && ledger.cameraOf(device);
  if (account === undefined || camera === undefined) return;
  const scopes = {
    all: { of: 'all' },
    account: { of: 'account', account },
    camera: { of: 'camera', camera },
  } as const;
  const scope = scopes[step.of];
  if (step.do === 'resume') await store.operator.suspensions.resume(scope);
  else await store.operator.suspensions.suspend({ scope, since: dawn });
}

async function toCamera(
  step: OperatorStep,
  device: DeviceId,
  account: AccountId | undefined,
  { register, ledger, faults }: OperatorParts,
): Promise<void> {
  if (step.do === 'transfer' && account) await register.transfer(device, account);
  else if (step.do === 'share' && account) {
    if (!ledger.sameOwnership(device, await register.share(device, account))) {
      faults.add('a camera was shared in another ownership than the one it was named in');
    }
  } else if (step.do === 'unshare' && account) await register.unshare(device, account);
  else if (step.do === 'remove camera') await register.remove(device);
  else if (step.do === 'move camera') {
    const place = ledger.placeOf(device);
    await register.setSource(device, {
      stream: `${addressOf(place, 1)}&${device}`,
      transport: 'auto',
      alwaysWarm: false,
    });
  }
}
