/** A restore is noted as a line of the record, which goes on with it. No bridge may run on the record meanwhile. */
import type { AuditKeys } from '../../identity/audit-key.ts';
import { headFile } from './head.ts';
import { openJournal } from './journal.ts';
import type { LineBody } from './lines.ts';
import type { RecordPlace } from './place.ts';
import { recover } from './recover.ts';
import { readRunning } from './running-files.ts';
import { takeUp } from './take-up.ts';

export type Restored = Omit<Extract<LineBody, { kind: 'restored' }>, 'kind'>;

/**
 * Returns the highest revision of the store that the record at `place` knows; 0 if it knows none, or its
 * anchor cannot be believed: such a record is not taken up at all.
 */
export async function knownRevision(place: RecordPlace, keys: AuditKeys): Promise<number> {
  const head = await headFile(place.head, keys)
    .read()
    .catch(() => undefined);
  return head?.revision ?? 0;
}

/**
 * Writes the line, and with it what a crash before it left open.
 * @throws Failure `internal` if the record does not verify.
 */
export async function noteRestore(
  place: RecordPlace,
  keys: AuditKeys,
  { build, ...restored }: Restored & { readonly build: string },
): Promise<void> {
  const recovered = await recover(place, keys);
  const journal = await openJournal(
    {
      place,
      keys,
      build,
      now: Date.now,
      clock: () => performance.now(),
      carryOver: () => [],
      maxBytes: Infinity,
    },
    recovered,
  );
  try {
    takeUp(journal, recovered, await readRunning(place.running, keys));
    journal.append({ kind: 'restored', ...restored });
    journal.heard(restored.revision);
    await journal.flush();
  } finally {
    await journal.close();
  }
}
