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

interface Asked {
  readonly since: number;
  readonly until: number;
}
interface PageAsked extends Asked {
  readonly after: string;
  readonly most: number;
}

/** Of what is over. The index of its end would be of no use: it is asked for by account or camera, too. */
const stood = '+ended_at >= :since AND began_at <= :until';

/** The next accounts that have something of a table, or had: each of the two is gone through in the order of accounts. */
const nextAccounts = (table: string, which: string, past: string): string => `
     SELECT account FROM (SELECT DISTINCT account FROM ${table}
       WHERE account > :after AND ${which} ORDER BY account LIMIT :most)
     UNION SELECT account FROM (SELECT DISTINCT account FROM ${past}
       WHERE account > :after AND ${stood} ORDER BY account LIMIT :most)
     ORDER BY account LIMIT :most`;

/** Returns the history; times are milliseconds since 1970. */
export function createHistory(engine: Engine): History {
  const grants = engine.prepare<[PageAsked], GrantRow>(
    `WITH next AS MATERIALIZED (${nextAccounts('grants', 'revoked_at IS NULL AND created_at <= :until', 'past_grants')})
     SELECT account, id AS grant_id, created_at AS began_at, NULL AS ended_at FROM grants
     WHERE account IN (SELECT account FROM next) AND revoked_at IS NULL AND created_at <= :until
     UNION ALL
     SELECT account, grant_id, began_at, ended_at FROM past_grants
     WHERE account IN (SELECT account FROM next) AND ${stood}
     ORDER BY account, began_at`,
  );
  const standing = `SELECT e.account, e.device, e.camera, c.epoch, c.model, e.role, e.since AS began_at,
       NULL AS ended_at
     FROM entries e JOIN cameras c ON c.id = e.camera WHERE e.since <= :until`;
  const ended = `SELECT account, device, camera, epoch, model, role, began_at, ended_at
     FROM past_entries WHERE ${stood}`;
  const entries = engine.prepare<[PageAsked], EntryRow>(
    `WITH next AS MATERIALIZED (${nextAccounts('entries', 'since <= :until', 'past_entries')})
     ${standing} AND e.account IN (SELECT account FROM next)
     UNION ALL
     ${ended} AND account IN (SELECT account FROM next)
     ORDER BY account, began_at`,
  );
  const entriesOf = engine.prepare<[Asked & { readonly cameras: string }], EntryRow>(
    `${standing} AND e.camera IN (SELECT value FROM json_each(:cameras))
     UNION ALL
     ${ended} AND camera IN (SELECT value FROM json_each(:cameras))
     ORDER BY account, began_at`,
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
  const pastOf = engine.prepare<[string]>('DELETE FROM past_entries WHERE account = ?');
  return {
    grants: (since, until, { after = '', most }) =>
      engine.read(() => grants.all({ since, until, after, most }).map(grantSpan)),
    entries: (since, until, { after = '', most }) =>
      engine.read(() => entries.all({ since, until, after, most }).map(entrySpan)),
    entriesOf: (cameras, since, until) =>
      engine.read(() =>
        entriesOf.all({ cameras: JSON.stringify(cameras), since, until }).map(entrySpan),
      ),
    takeOvers: (since, until) => engine.read(() => takeOvers.all(since, until).map(takeOver)),
    unrecordedTakeOvers: () => engine.read(() => unrecorded.all().map(takeOver)),
    takeOversRecorded: ({ at }) => engine.write(() => void recorded.run(at)),
    forgettable: (time) =>
      engine.read(() => counts.reduce((sum, count) => sum + (count.get(time)?.rows ?? 0), 0)),
    forget: (time) =>
      engine.write(() => forgets.reduce((sum, forget) => sum + forget.run(time).changes, 0)),
    forgetAccount: (account) =>
      engine.write(() => grantsOf.run(account).changes + pastOf.run(account).changes),
  };
}
