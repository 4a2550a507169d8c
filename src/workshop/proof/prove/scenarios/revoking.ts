/** What all scenarios that end somebody's right share: watching that it is the end. */
import { deadline } from '../../../../common/deadline.ts';
import { revokeForm } from '../../../../simulator/client/oauth-forms.ts';
import { askState } from '../display/ask-state.ts';
import { askOAuth } from '../display/oauth.ts';
import { listed } from '../display/watch-hls.ts';
import type { FleetCamera } from '../cast/fleet.ts';
import type { Grant, Viewing } from '../oracle/judge.ts';
import type { World } from '../world.ts';
import { isWatching } from './audience.ts';
import { waitFor } from '../wait-for.ts';

/** How long they watch for something that still comes. */
export const watchedMs = 2_000;
/** How long a display waits that insists. */
const insistMs = 40;

/** Which viewings lose their right. */
export type Concerned = (viewing: Viewing) => boolean;

export const ofAccount =
  (account: string): Concerned =>
  ({ grant }) =>
    grant.account === account;

export const ofCamera =
  (key: string): Concerned =>
  ({ camera }) =>
    camera === key;

export const ofGrant =
  (ended: Grant): Concerned =>
  ({ grant }) =>
    grant === ended;

/** A display that does not take no for an answer: asks for the newest segment until it is refused. */
async function insist(world: World, viewing: Viewing, ms: number): Promise<void> {
  const { client, oracle, over } = world;
  const end = deadline(ms, over);
  const { signal } = end;
  const ask = (file: string) =>
    client.send(new URL(file, viewing.url).href, { signal }).catch(() => undefined);
  while (!signal.aborted) {
    const list = await ask('live.m3u8');
    if (list !== undefined && list.status >= 400) break;
    const newest = list === undefined ? undefined : listed(list).at(-1);
    const segment = newest === undefined ? undefined : await ask(newest);
    if (segment?.status === 200) oracle.again(viewing, segment);
    await world.pause(insistMs, signal);
  }
  end.clear();
}

/** Asks with old tickets: nothing may come any more. */
export async function knock(world: World, viewing: Viewing): Promise<void> {
  for (const file of ['index.m3u8', 'live.m3u8', 'snapshot.jpg']) {
    const headers = { authorization: `Bearer ${viewing.bearer}` };
    const { href } = new URL(file, viewing.url);
    const answer = await world.client.send(href, { headers }).catch(() => undefined);
    if (answer !== undefined) world.oracle.scrap(viewing, answer.body);
  }
  if (viewing.by === 'webrtc') await askState(world, viewing).catch(() => undefined);
}

/**
 * Does `act` and watches all viewings that are concerned by it: those on which pictures come at this moment,
 * whoever watches. If there is none it does nothing, since that would show nothing. `act` resolves when the
 * operator, or the one who asked, got the answer that it is done; with false if that was refused. `then` is
 * done at once after it, and takes no part in the time.
 */
export async function revoke(
  world: World,
  kind: string,
  concerned: Concerned,
  act: () => Promise<boolean | void>,
  then?: () => Promise<void>,
): Promise<void> {
  const viewings = [...world.viewings].filter((one) => concerned(one) && isWatching(one));
  const [first] = viewings;
  if (first === undefined || world.over.aborted) return;
  // A display that hung up just now would be taken for one that was refused.
  for (const viewing of viewings) {
    viewing.stay?.(2 * watchedMs);
    viewing.revoked = true;
  }
  if ((await act()) === false) {
    for (const viewing of viewings) viewing.revoked = false;
    return;
  }
  const doneAt = Date.now();
  world.injected();
  world.history.note(first.grant.account, first.camera, kind);
  await Promise.all([world.pause(watchedMs), then?.(), ...insistAll(world, viewings, watchedMs)]);
  await noteEnd(world, kind, viewings, doneAt);
}

/** Makes all of them that play by HLS insist, for `ms`. */
export function insistAll(world: World, viewings: readonly Viewing[], ms: number): Promise<void>[] {
  return viewings.filter(({ by }) => by === 'hls').map((viewing) => insist(world, viewing, ms));
}

/** Keeps the time of the last byte of viewings that should be over since `doneAt`. */
export async function noteEnd(
  world: World,
  kind: string,
  viewings: readonly Viewing[],
  doneAt: number,
): Promise<void> {
  if (world.over.aborted) return;
  const number = (world.revocations.at(-1)?.act ?? 0) + 1;
  for (const { lastAt } of viewings) {
    world.revocations.push({ kind, act: number, ms: Math.max(0, lastAt - doneAt) });
  }
  await Promise.all(viewings.map((viewing) => knock(world, viewing)));
}

/** How long the bridge gets to notice that another camera answers, in milliseconds. */
const noticedMs = 8_000;

/**
 * Another camera answers for `camera` since `since`: times what was being watched of it from the moment at
 * which the bridge said that it noticed. If it does not say so there is nothing to time.
 */
export async function timeAlarm(world: World, camera: FleetCamera, since: number): Promise<void> {
  const { alarms, ledger, viewings: watched } = world;
  const viewings = [...world.viewings].filter(
    (one) => ofCamera(camera.key)(one) && isWatching(one),
  );
  const right = ledger.standing(camera.owner).find((one) => one.camera === camera.key);
  if (viewings.length === 0 || right === undefined) return;
  for (const viewing of viewings) {
    viewing.stay?.(noticedMs + 2 * watchedMs);
    viewing.revoked = true;
  }
  const insisting = insistAll(world, viewings, noticedMs + watchedMs);
  const saidAt = (): number | undefined => alarms.saidOf(camera.key, since);
  await waitFor(world, () => saidAt() !== undefined, since + noticedMs - Date.now(), 50);
  const alarmAt = saidAt();
  // If nobody went on watching the bridge had no reason to ask the camera.
  const stayed = viewings.some((viewing) => watched.has(viewing));
  if (!world.over.aborted && (alarmAt !== undefined || stayed)) {
    alarms.expected(world.turn(), camera.key, alarmAt !== undefined);
  }
  if (alarmAt === undefined) {
    for (const viewing of viewings) viewing.revoked = false;
    return;
  }
  await Promise.all([world.pause(watchedMs), ...insisting]);
  await noteEnd(world, 'alarm', viewings, alarmAt);
}

/** Marks every linking that an account has by now as over, once `act` is done. */
export async function endGrants(
  world: World,
  account: string,
  act: () => Promise<unknown>,
): Promise<void> {
  const known = world.accounts.find(({ key }) => key === account)?.grants ?? [];
  const had = known.filter(({ endedAt }) => endedAt === undefined);
  await act();
  for (const grant of had) grant.endedAt ??= Date.now();
}

/**
 * Revokes one linking as Google does (RFC 7009); it is over once that was answered well. Returns false if it
 * was not, or not at all.
 */
export async function revokeByClient(world: World, grant: Grant): Promise<boolean> {
  const form = revokeForm(world.oauth, grant.refreshToken);
  const sent = askOAuth(world.client, world.origin, 'revoke', form);
  const answer = await sent.catch(() => undefined);
  if (answer?.status !== 200) return false;
  grant.endedAt ??= Date.now();
  return true;
}
