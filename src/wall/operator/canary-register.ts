/** The register of the canaries' cameras: a bridge may add and change these, and no others. */
import type { KeyRing } from '../../identity/keyring.ts';
import type { OperatorStore, Store } from '../../storage/store.ts';
import type { Resolve } from '../partitions/claims.ts';
import type { StreamForm } from '../partitions/stream-form.ts';
import { createRegister, type Register } from './register.ts';

/** Returns a register that adds and changes cameras of canaries alone; see storage/canaries.ts. */
export function createCanaryRegister(
  {
    of,
    operator: { map, places, canaries },
  }: Pick<Store, 'of'> & OperatorStore<'map' | 'places' | 'canaries'>,
  ring: KeyRing,
  resolve: Resolve,
  form: StreamForm,
): Register {
  const { addCamera, setSources } = canaries;
  return createRegister(
    { of, operator: { map: { ...map, addCamera, setSources }, places } },
    ring,
    resolve,
    form,
  );
}
