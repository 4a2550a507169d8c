/** What stood when, in SQLite: what stands now, and what triggers kept of the rest. */
import { AccountId, CameraId, DeviceId, GrantId } from '../../identity/ids.ts';
import type { Role } from '../device-map.ts';
import type { EntrySpan, GrantSpan, History, Span, TakeOver } from '../history.ts';
import type { Engine } from './engine.ts';

interface SpanRow {
  readonly account: string;
  readonly began_at: number;
  readonly ended_at: number | null;
}
interface GrantRow extends SpanRow {
  readonly grant_id: string;
}
interface EntryRow extends SpanRow {
  readonly device: string;
  readonly camera: string;
  readonly epoch: number;
  readonly model: string | null;
  readonly role: Role;
}

interface TakeOverRow {
  readonly account: string;
  readonly device: string;
  readonly former_account: string;
  readonly former_device: string;
  readonly at: number;
}

const span = ({ began_at: from, ended_at: to }: SpanRow): Span =>
  to === null ? { from } : { from, to };

const grantSpan = (row: GrantRow): GrantSpan => ({
  account: AccountId(row.account),
  grant: GrantId(row.grant_id),
  ...span(row),
});

const entrySpan = (row: EntryRow): EntrySpan => ({
  account: AccountId(row.account),
  device: DeviceId(row.device),
  camera: CameraId(row.camera),
  epoch: row.epoch,
  ...(row.model !== null && { model: row.model }),
  role: row.role,
  ...span(row),
});

const takeOver = (row: TakeOverRow): TakeOver => ({
  account: AccountId(row.account),
  device: DeviceId(row.device),
  formerAccount: AccountId(row.former_account),
  formerDevice: DeviceId(row.former_device),
  at: row.at,
});

/** Returns the history; times are milliseconds since 1970. */
export function createHistory(engine: Engine): History {
  const grants = engine.prepare<[number, number, number], GrantRow>(
    `SELECT account, id AS grant_id, created_at AS began_at, NULL AS ended_at
     FROM grants WHERE revoked_at IS NULL AND created_at <= ?
     UNION ALL
     SELECT account, grant_id, began_at, ended_at
     FROM past_grants WHERE ended_at >= ? AND began_at <= ?
     ORDER BY began_at, account`,
  );
  const entries = engine.prepare<[number, number, number], EntryRow>(
    `SELECT e.account, e.device, e.camera, c.epoch, c.model, e.role, e.since AS began_at,
       NULL AS ended_at
     FROM entries e JOIN cameras c ON c.id = e.camera WHERE e.since <= ?
     UNION ALL
     SELECT account, device, camera, epoch, model, role, began_at, ended_at
     FROM past_entries WHERE ended_at >= ? AND began_at <= ?
     ORDER BY began_at, account`,
  );
  const takeOvers = engine.prepare<[number, number], TakeOverRow>(
    'SELECT * FROM past_take_overs WHERE at >= ? AND at <= ? ORDER BY at, rowid',
  );
  const unrecorded = engine.prepare<[], TakeOverRow>(
    'SELECT * FROM past_take_overs WHERE recorded = 0 ORDER BY at, rowid',
  );
  const recorded = engine.prepare<[number]>(
    'UPDATE past_take_overs SET recorded = 1 WHERE recorded = 0 AND at <= ?',
  );
  const past = [
    'past_take_overs WHERE at < ?',
    'past_grants WHERE ended_at < ?',
    'past_entries WHERE ended_at < ?',
  ];
  const counts = past.map((rows) =>
    engine.prepare<[number], { rows: number }>(`SELECT count(*) AS rows FROM ${rows}`),
  );
  const forgets = past.map((rows) => engine.prepare<[number]>(`DELETE FROM ${rows}`));
  const grantsOf = engine.prepare<[string]>('DELETE FROM past_grants WHERE account = ?');
  const entriesOf = engine.prepare<[string]>('DELETE FROM past_entries WHERE account = ?');
  return {
    grants: (since, until) => engine.read(() => grants.all(until, since, until).map(grantSpan)),
    entries: (since, until) => engine.read(() => entries.all(until, since, until).map(entrySpan)),
    takeOvers: (since, until) => engine.read(() => takeOvers.all(since, until).map(takeOver)),
    unrecordedTakeOvers: () => engine.read(() => unrecorded.all().map(takeOver)),
    takeOversRecorded: ({ at }) => engine.write(() => void recorded.run(at)),
    forgettable: (time) =>
      engine.read(() => counts.reduce((sum, count) => sum + (count.get(time)?.rows ?? 0), 0)),
    forget: (time) =>
      engine.write(() => forgets.reduce((sum, forget) => sum + forget.run(time).changes, 0)),
    forgetAccount: (account) =>
      engine.write(() => grantsOf.run(account).changes + entriesOf.run(account).changes),
  };
}
