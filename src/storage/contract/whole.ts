/** Everything in a store, for tests: nothing else asks for it. */
import type { AccountId, DeviceId } from '../../identity/ids.ts';
import type { AccountRecord } from '../accounts.ts';
import type { MappedDevice } from '../device-map.ts';
import type { EntrySpan, GrantSpan } from '../history.ts';
import type { SealedOrigin } from '../origins.ts';
import { inPages, type Page } from '../page.ts';
import type { PinRecord } from '../pins.ts';
import type { SerialClaim } from '../serials.ts';
import type { OperatorStore } from '../store.ts';

async function joined<T>(pages: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

/** Returns every account, oldest first. */
export async function allAccounts({
  operator: { accounts },
}: OperatorStore<'accounts'>): Promise<readonly AccountRecord[]> {
  const listed = await joined(inPages(accounts.page, ({ account }) => account));
  return listed.map(({ account }) => account);
}

/** Returns every entry, oldest first. */
export const allEntries = ({
  operator: { map },
}: OperatorStore<'map'>): Promise<readonly MappedDevice[]> =>
  joined(inPages(map.page, ({ device }) => device));

/** Returns every device id, oldest first. */
export const allDevices = async (store: OperatorStore<'map'>): Promise<readonly DeviceId[]> =>
  (await allEntries(store)).map(({ device }) => device);

const allCameras = async (store: OperatorStore<'map'>) =>
  (await allEntries(store)).map(({ camera }) => camera);

/** Returns every pin, oldest first. */
export const allPins = async (
  store: OperatorStore<'map' | 'pins'>,
): Promise<readonly PinRecord[]> => store.operator.pins.ofAll(await allCameras(store));

/** Returns every origin, oldest first. */
export const allOrigins = async (
  store: OperatorStore<'map' | 'origins'>,
): Promise<readonly SealedOrigin[]> => store.operator.origins.ofAll(await allCameras(store));

/** Returns by what cameras are known. */
export const allSerials = async (
  store: OperatorStore<'map' | 'serials'>,
): Promise<readonly SerialClaim[]> => store.operator.serials.ofAll(await allCameras(store));

/** Returns every grant that was active at some time from `since` to `until`. */
export const allGrantSpans = (
  { operator: { history } }: OperatorStore<'history'>,
  since: number,
  until: number,
): Promise<readonly GrantSpan[]> =>
  joined(
    inPages(
      (page: Page<AccountId>) => history.grants(since, until, page),
      ({ account }) => account,
    ),
  );

/** Returns every entry that stood at some time from `since` to `until`. */
export const allEntrySpans = (
  { operator: { history } }: OperatorStore<'history'>,
  since: number,
  until: number,
): Promise<readonly EntrySpan[]> =>
  joined(
    inPages(
      (page: Page<AccountId>) => history.entries(since, until, page),
      ({ account }) => account,
    ),
  );
