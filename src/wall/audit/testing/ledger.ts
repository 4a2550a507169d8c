/** A delivery record of a test's own, in a folder of its own, with clocks moved by hand. */
import { join } from 'node:path';
import { removeFolder, scratchFolder } from '../../../workshop/testing/scratch-folder.ts';
import { auditKeys, type AuditKeys } from '../../../identity/audit-key.ts';
import {
  newAccountId,
  newCameraId,
  newDeviceId,
  newGrantId,
  newSessionId,
} from '../../../identity/ids.ts';
import { openKeyRing } from '../../../identity/keyring.ts';
import type { DeliveryFacts } from '../../partitions/recorder.ts';
import type { Line } from '../lines.ts';
import { openAudit, type Audit, type AuditOptions } from '../open-audit.ts';
import { recordPlace, type RecordPlace } from '../place.ts';
import { readRecord, type Verdict } from '../read-record.ts';

export interface Ledger {
  readonly place: RecordPlace;
  readonly keys: AuditKeys;
  readonly time: { wall: number; monotonic: number };
  readonly troubles: unknown[];
  /** Begins to write, as a bridge does at its start. */
  open(options?: Partial<AuditOptions>): Promise<Audit>;
  read(): Promise<{ lines: readonly Line[]; verdict: Verdict }>;
  dispose(): Promise<void>;
}

/** Returns an empty record, with keys of its own. `dispose` removes the folder. */
export async function openLedger(): Promise<Ledger> {
  const folder = scratchFolder('audit');
  const place = recordPlace(folder);
  const keys = auditKeys(openKeyRing(join(folder, 'keys.json')));
  const time = { wall: Date.UTC(2026, 10, 23, 12), monotonic: 5_000 };
  const troubles: unknown[] = [];
  return {
    place,
    keys,
    time,
    troubles,
    open: (options = {}) =>
      openAudit({
        place,
        keys,
        build: '0.1.0+test',
        retentionMs: 30 * 86_400_000,
        onTrouble: (error) => troubles.push(error),
        onMended: () => troubles.push('mended'),
        revision: async () => 1,
        takeOvers: {
          unrecordedTakeOvers: async () => [],
          takeOversRecorded: async () => undefined,
        },
        past: { forgettable: async () => 0, forget: async () => 0 },
        settled: () => true,
        onDropped: () => undefined,
        now: () => time.wall,
        clock: () => time.monotonic,
        ...options,
      }),
    async read() {
      const lines: Line[] = [];
      const verdict = await readRecord(place, keys, (line) => lines.push(line));
      return { lines, verdict };
    },
    dispose: async () => removeFolder(folder),
  };
}

/** Returns facts of a session, all ids new; `over` replaces fields. */
export const sampleFacts = (over: Partial<DeliveryFacts> = {}): DeliveryFacts => ({
  id: newSessionId(),
  account: newAccountId(),
  grant: newGrantId(),
  device: newDeviceId(),
  model: 'P-1',
  protocol: 'hls',
  stamp: { camera: newCameraId(), epoch: 1 },
  ...over,
});
