/** Suspensions in PostgreSQL. */
import { AccountId, CameraId } from '../../identity/ids.ts';
import type {
  Resumption,
  SuspensionRecord,
  SuspensionScope,
  SuspensionStore,
} from '../suspensions.ts';
import type { Engine } from './engine.ts';

interface SuspensionRow {
  readonly scope: SuspensionScope['of'];
  readonly account: string | null;
  readonly camera: string | null;
  readonly model: string | null;
  readonly since: number;
  readonly until: number | null;
  readonly reason: string | null;
}
interface ResumptionRow {
  readonly scope: SuspensionScope['of'];
  readonly subject: string;
  readonly revision: number;
}

function scopeOf(of: SuspensionScope['of'], subject: string): SuspensionScope {
  if (of === 'account') return { of, account: AccountId(subject) };
  if (of === 'camera') return { of, camera: CameraId(subject) };
  return of === 'model' ? { of, model: subject } : { of };
}

function subjectOf(scope: SuspensionScope): string {
  if (scope.of === 'account') return scope.account;
  if (scope.of === 'camera') return scope.camera;
  return scope.of === 'model' ? scope.model : '';
}

const record = (row: SuspensionRow): SuspensionRecord => ({
  scope: scopeOf(row.scope, row.account ?? row.camera ?? row.model ?? ''),
  since: row.since,
  ...(row.until !== null && { until: row.until }),
  ...(row.reason !== null && { reason: row.reason }),
});

const resumption = ({ scope, subject, revision }: ResumptionRow): Resumption => ({
  scope: scopeOf(scope, subject),
  revision,
});

/** Returns the store of suspensions in that database. */
export function createSuspensions(engine: Engine): SuspensionStore {
  return {
    suspend: ({ scope, since, until, reason }) =>
      engine.value(
        'suspend',
        scope.of,
        scope.of === 'account' ? scope.account : null,
        scope.of === 'camera' ? scope.camera : null,
        scope.of === 'model' ? scope.model : null,
        since,
        until ?? null,
        reason ?? null,
      ),
    resume: (scope) => engine.value('suspension_lift', scope.of, subjectOf(scope)),
    list: async () => (await engine.rows<SuspensionRow>('suspension_list')).map(record),
    resumptions: async () => (await engine.rows<ResumptionRow>('resumption_list')).map(resumption),
  };
}
