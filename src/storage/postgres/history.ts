/** What stood when, in PostgreSQL. */
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
  return {
    grants: async (since, until, { after = '', most }) =>
      (await engine.rows<GrantRow>('history_linked', since, until, after, most)).map(grantSpan),
    entries: async (since, until, { after = '', most }) =>
      (await engine.rows<EntryRow>('history_seen', since, until, after, most)).map(entrySpan),
    entriesOf: async (cameras, since, until) =>
      (
        await engine.rows<EntryRow>('history_of_cameras', JSON.stringify(cameras), since, until)
      ).map(entrySpan),
    takeOvers: async (since, until) =>
      (await engine.rows<TakeOverRow>('take_over_list', since, until)).map(takeOver),
    unrecordedTakeOvers: async () =>
      (await engine.rows<TakeOverRow>('take_over_unrecorded')).map(takeOver),
    takeOversRecorded: ({ at }) => engine.value('take_over_recorded', at),
    forgettable: (time) => engine.value('history_forgettable', time),
    forget: (time) => engine.value('history_forget', time),
    forgetAccount: (account) => engine.value('history_forget_account', account),
  };
}
