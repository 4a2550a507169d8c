/** Suspensions in SQLite. */
import { Failure } from '../../common/failures.ts';
import { AccountId, CameraId } from '../../identity/ids.ts';
import type {
  Resumption,
  SuspensionRecord,
  SuspensionScope,
  SuspensionStore,
} from '../suspensions.ts';
import type { Engine } from './engine.ts';

type Text = string | null;

interface SuspensionRow {
  readonly scope: SuspensionScope['of'];
  readonly account: Text;
  readonly camera: Text;
  readonly model: Text;
  readonly since: number;
  readonly until: number | null;
  readonly reason: Text;
}

function scopeOf({
  scope,
  account,
  camera,
  model,
}: Pick<SuspensionRow, 'scope' | 'account' | 'camera' | 'model'>): SuspensionScope {
  if (scope === 'account') return { of: scope, account: AccountId(account ?? '') };
  if (scope === 'camera') return { of: scope, camera: CameraId(camera ?? '') };
  return scope === 'model' ? { of: scope, model: model ?? '' } : { of: scope };
}

interface ResumptionRow {
  readonly scope: SuspensionScope['of'];
  readonly subject: string;
  readonly revision: number;
}

function resumption({ scope, subject, revision }: ResumptionRow): Resumption {
  const [account, camera, model] = [subject, subject, subject];
  return { scope: scopeOf({ scope, account, camera, model }), revision };
}

const record = (row: SuspensionRow): SuspensionRecord => ({
  scope: scopeOf(row),
  since: row.since,
  ...(row.until !== null && { until: row.until }),
  ...(row.reason !== null && { reason: row.reason }),
});

const subjects = (scope: SuspensionScope) => ({
  account: scope.of === 'account' ? scope.account : null,
  camera: scope.of === 'camera' ? scope.camera : null,
  model: scope.of === 'model' ? scope.model : null,
});

/** Returns the store of suspensions in that database. */
export function createSuspensions(engine: Engine): SuspensionStore {
  const columns = 'scope, account, camera, model, since, until, reason';
  const all = engine.prepare<[], SuspensionRow>(
    `SELECT ${columns} FROM suspensions ORDER BY since, rowid`,
  );
  const resumed = engine.prepare<[], ResumptionRow>(
    'SELECT scope, subject, revision FROM resumptions',
  );
  const insert = engine.prepare<[string, Text, Text, Text, number, number | null, Text]>(
    `INSERT INTO suspensions (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const remove = engine.prepare<[string, string]>(
    `DELETE FROM suspensions WHERE scope = ? AND coalesce(account, camera, model, '') = ?`,
  );
  const known = {
    account: engine.prepare<[string]>('SELECT 1 FROM accounts WHERE id = ?'),
    camera: engine.prepare<[string]>('SELECT 1 FROM cameras WHERE id = ?'),
  };

  function lift(scope: SuspensionScope): boolean {
    const { account, camera, model } = subjects(scope);
    return remove.run(scope.of, account ?? camera ?? model ?? '').changes > 0;
  }

  return {
    suspend: ({ scope, since, until, reason }) =>
      engine.write(() => {
        const { account, camera, model } = subjects(scope);
        for (const [kind, subject] of Object.entries({ account, camera })) {
          const there = subject === null || known[kind as keyof typeof known].get(subject);
          if (there === undefined) throw new Failure('not-found', `no such ${kind}`);
        }
        lift(scope);
        insert.run(scope.of, account, camera, model, since, until ?? null, reason ?? null);
      }),
    resume: (scope) => engine.write(() => lift(scope)),
    list: () => engine.read(() => all.all().map(record)),
    resumptions: () => engine.read(() => resumed.all().map(resumption)),
  };
}
