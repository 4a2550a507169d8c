/** Seals anew, with the newest key, whatever is sealed with another. */
import type { CameraId } from '../../identity/ids.ts';
import type { KeyRing } from '../../identity/keyring.ts';
import { seal, unseal } from '../../identity/seal.ts';
import type { Page } from '../../storage/page.ts';
import type { OtherValues, Resealed, SealedValue } from '../../storage/sealed-values.ts';
import type { OperatorStore } from '../../storage/store.ts';

export interface Resealing {
  /** How many values were sealed anew. */
  readonly resealed: number;
  /** How many no key at hand could open: they stay as they are. */
  readonly shut: number;
}

/** Of how many cameras the values are written in one transaction: other writers wait for a few milliseconds. */
const batch = 100;
/** How often it looks again for what was sealed with an older key meanwhile. */
const maxPasses = 5;

function anew(ring: KeyRing, value: SealedValue): Resealed | undefined {
  try {
    const sealed = seal(ring, value.camera, unseal(ring, value.camera, value.sealed));
    return { value, sealed };
  } catch {
    // One damaged value must not keep all others from their new key.
    return undefined;
  }
}

/**
 * Seals every value with the newest key. Each is at any moment sealed with the one key or the other: stopping in
 * between loses nothing, as long as every reader's ring has both. `onResealed` is told how many there are by then.
 */
export async function resealAll(
  { operator: { sealed } }: OperatorStore<'sealed'>,
  ring: KeyRing,
  onResealed: (values: number) => void = () => undefined,
): Promise<Resealing> {
  const [{ kid }] = ring.sealing;
  let [resealed, shut] = [0, 0];
  for (let pass = 0; pass < maxPasses; pass += 1) {
    const found = { values: 0, shut: 0 };
    let page: Page<CameraId> | undefined = { most: batch };
    while (page !== undefined) {
      const { values, last }: OtherValues = await sealed.others(kid, page);
      const changes = values.flatMap((value) => anew(ring, value) ?? []);
      found.values += values.length;
      found.shut += values.length - changes.length;
      if (changes.length > 0) resealed += await sealed.reseal(changes);
      onResealed(resealed);
      page = last && { most: batch, after: last };
    }
    shut = found.shut;
    if (found.values === shut) break;
  }
  return { resealed, shut };
}
