import type { KeyRing } from '../../identity/keyring.ts';
import type { SourceChange } from '../../storage/device-map.ts';
import type { PinnedLine } from '../../storage/pins.ts';
import type { SourceSettings } from '../partitions/camera-address.ts';
import { readSource } from '../partitions/camera-form.ts';
import { keepTrust } from '../partitions/camera-trust.ts';
import type { Claims } from '../partitions/claims.ts';
import { openSource, sealSource } from '../partitions/sealed-source.ts';
import type { StreamForm } from '../partitions/stream-form.ts';
import type { Found } from './entry.ts';

/** What an operator adds to where a camera is reached. */
export interface SourceTerms {
  /**
   * Rows of other owners that lead to the same place are removed, whatever they show ends, and both
   * are written down. For a host name that gives no address yet the word is kept until it does.
   */
  readonly takeOver?: boolean;
  /** How many connections it takes at a time; what is known of that stays if this is left out. */
  readonly connections?: 'one' | 'many';
}

const linesOf = ({ still, onvif }: SourceSettings): readonly PinnedLine[] => [
  'stream',
  ...(still === undefined ? [] : ['still' as const]),
  ...(onvif === undefined ? [] : ['onvif' as const]),
];

/** Says what is sealed and claimed for a camera that is reached elsewhere from now on. */
export function createSourceChange(
  ring: KeyRing,
  claims: Claims,
  form: StreamForm,
): (found: Found, source: SourceSettings, terms: SourceTerms) => Promise<SourceChange> {
  return async ({ entry, owner = entry }, source, { takeOver = false, connections }) => {
    const { camera, epoch } = entry;
    const before = openSource(ring, camera, entry.sealedSource);
    const settings = readSource(keepTrust(before, source), form);
    const claim = await claims.of(settings, { owner: owner.account, takeOver, before });
    const sealedSource = sealSource(ring, camera, settings);
    const { alwaysWarm } = settings;
    const lines = linesOf(settings);
    return {
      camera,
      sealedSource,
      alwaysWarm,
      claim,
      lines,
      epoch,
      ...(connections !== undefined && { connections }),
    };
  };
}
