/** Opens the record of who was shown what, if one is kept. */
import { auditKeys } from '../../identity/audit-key.ts';
import { openAudit } from '../../wall/audit/open-audit.ts';
import { recordPlace } from '../../wall/audit/place.ts';
import type { Recorder } from '../../wall/partitions/recorder.ts';
import { readBuild } from '../process/build.ts';
import type { BuildContext } from './context.ts';
import type { BridgeStorage } from './storage.ts';

/**
 * Returns undefined if none is kept. It is closed after the partitions, which end every session first.
 * @throws Failure `internal` if the record was tampered with.
 */
export async function buildRecord(
  { config, log, now, clock, closers }: BuildContext,
  { store, keys, settled }: Pick<BridgeStorage, 'store' | 'keys' | 'settled'>,
): Promise<Recorder | undefined> {
  if (!config.audit.on) return undefined;
  const audit = await openAudit({
    place: recordPlace(config.dataDir),
    keys: auditKeys(keys.ring),
    build: readBuild(),
    retentionMs: config.audit.retentionMs,
    onTrouble: (error) =>
      log.error({ alarm: 'record-unwritable', err: error }, 'the record cannot be written'),
    onMended: () => log.info('the record can be written again'),
    takeOvers: store.operator.history,
    past: store.operator.history,
    settled,
    onDropped: ({ before, ...dropped }) =>
      log.warn({ before: new Date(before), ...dropped }, 'what has reached its age is dropped'),
    revision: () => store.operator.restores.reached(),
    now,
    clock,
  });
  closers.push(() => audit.close());
  return audit.recorder;
}
