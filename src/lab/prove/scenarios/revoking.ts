/** What all scenarios that end somebody's right have in common: watching that it is the end. */
import type { Grant, Viewing } from '../oracle/judge.ts';
import type { World } from '../world.ts';

/** How long is watched for something that still comes. */
const watchedMs = 2_500;

/** Asks with old tickets: nothing may come any more. */
async function knock(world: World, viewing: Viewing): Promise<void> {
  for (const file of ['index.m3u8', 'live.m3u8', 'snapshot.jpg']) {
    const answer = await world.client.send(new URL(file, viewing.url).href).catch(() => undefined);
    if (answer !== undefined) world.oracle.scrap(viewing, answer.body);
  }
}

/**
 * Does `act` and watches `viewings`, which lose their right by it. `act` is resolved when the
 * operator, or the one who asked, was told that it is done.
 */
export async function revoke(
  world: World,
  kind: string,
  viewings: readonly Viewing[],
  act: () => Promise<void>,
): Promise<void> {
  const [first] = viewings;
  if (first === undefined || world.over.aborted) return;
  await act();
  const doneAt = Date.now();
  world.injected();
  world.history.note(first.grant.household, first.camera, kind);
  await world.pause(watchedMs);
  if (world.over.aborted) return;
  const last = viewings.map(({ lastAt }) => Math.max(0, lastAt - doneAt));
  world.revocations.push(...last.map((ms) => ({ kind, ms })));
  await Promise.all(viewings.map((viewing) => knock(world, viewing)));
}

/** Everyone who watches a camera now. */
export function watching(world: World, camera: string): Viewing[] {
  return [...world.viewings].filter((viewing) => viewing.camera === camera && viewing.lastAt > 0);
}

/** Marks every linking that a household has by now as over, once `act` is done. */
export async function endGrants(
  world: World,
  household: string,
  act: () => Promise<unknown>,
): Promise<void> {
  const known = world.households.find(({ key }) => key === household)?.grants ?? [];
  const had = known.filter(({ endedAt }) => endedAt === undefined);
  await act();
  for (const grant of had) grant.endedAt ??= Date.now();
}

/** Revokes one linking as Google does (RFC 7009); it is over once that was answered well. */
export async function revokeByClient(world: World, grant: Grant): Promise<void> {
  const { id, secret } = world.oauth;
  const fields = { client_id: id, client_secret: secret, token: grant.refreshToken };
  const answer = await world.client.send(`${world.origin}/oauth/revoke`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });
  if (answer.status === 200) grant.endedAt ??= Date.now();
}
