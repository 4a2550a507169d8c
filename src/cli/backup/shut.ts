/** Whether the content of a backup can be opened by the keys that come with it. */
import { Failure } from '../../common/failures.ts';
import type { KeyRing } from '../../identity/keyring.ts';
import type { OperatorStore } from '../../storage/store.ts';

/** @throws Failure `bad-request` if something is sealed with a key that is not there. */
export async function refuseShut(
  { operator: { sealed } }: OperatorStore<'sealed'>,
  ring: KeyRing,
): Promise<void> {
  const known = new Set(ring.sealing.map(({ kid }) => kid));
  const missing = [...(await sealed.count())].filter(([kid]) => !known.has(kid));
  if (missing.length === 0) return;
  const values = missing.reduce((total, [, count]) => total + count, 0);
  throw new Failure(
    'bad-request',
    `the keys of this backup do not open it: ${values} value(s) in it are sealed with ` +
      `${missing.map(([kid]) => kid).join(', ')}. Restore another one, put a key file that has them ` +
      'into the folder first, or say --leave-shut: such cameras have to be removed and added anew',
  );
}
