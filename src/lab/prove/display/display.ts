/** One display: links, asks what there is, watches something, hangs up, comes back. */
import { deadline } from '../deadline.ts';
import type { Household } from '../cast/households.ts';
import type { Grant, Viewing } from '../oracle/judge.ts';
import { devicesIn, intend, streamIn, streamOf } from './intents.ts';
import type { Stage } from './stage.ts';
import { watchHls } from './watch-hls.ts';
import { watchWebRtc } from './watch-webrtc.ts';

/** A linking to ask under: one the household has, or now and then a new one. */
async function grantOf(stage: Stage, household: Household): Promise<Grant> {
  const last = household.grants.findLast(({ endedAt }) => endedAt === undefined);
  if (last !== undefined && !stage.chance.happens(0.1)) return last;
  return stage.link(household);
}

/** Asks what devices there are; gives those that the household may see. */
async function sync(stage: Stage, display: number, grant: Grant): Promise<string[]> {
  const { client, origin, oracle, ledger } = stage;
  const answer = await intend(client, origin, grant.token, 'SYNC');
  if (answer.status === 401) grant.endedAt ??= Date.now();
  const ids = devicesIn(answer) ?? [];
  for (const id of ids) oracle.device(display, grant.household, id);
  return ids.filter((id) => ledger.ofDevice(id)?.household === grant.household);
}

async function still(stage: Stage, viewing: Viewing): Promise<void> {
  const url = new URL('snapshot.jpg', viewing.url).href;
  const { status, body } = await stage.client.send(url);
  if (status === 200) stage.oracle.still(viewing, body);
  else stage.oracle.scrap(viewing, body);
}

async function once(stage: Stage, display: number, over: AbortSignal): Promise<void> {
  const { chance, client, origin, ledger, history } = stage;
  const household = chance.pick(stage.households);
  const grant = await grantOf(stage, household);
  const ids = await sync(stage, display, grant);
  if (ids.length === 0) return;
  const device = chance.pick(ids);
  if (chance.happens(0.2)) {
    const answer = await intend(client, origin, grant.token, 'QUERY', { devices: [{ id: device }] });
    for (const id of devicesIn(answer) ?? []) stage.oracle.device(display, household.key, id);
  }
  const protocol = chance.happens(0.5) ? 'hls' : 'webrtc';
  const executed = await intend(client, origin, grant.token, 'EXECUTE', streamOf(device, protocol));
  const stream = streamIn(executed);
  const camera = ledger.ofDevice(device)?.camera;
  if (stream === undefined || camera === undefined) return;
  const by = chance.happens(0.1) ? 'still' : protocol;
  const viewing: Viewing = { display, grant, camera, device, by, url: stream.url, lastAt: 0 };
  history.note(household.key, camera, `display ${display} watches by ${by}`);
  stage.viewings.add(viewing);
  const end = deadline(chance.between(...stage.habits.watchMs), over);
  try {
    await still(stage, viewing);
    if (by === 'hls') await watchHls(stage, viewing, end.signal);
    if (by === 'webrtc') await watchWebRtc(stage, viewing, stream.bearer, end.signal);
  } finally {
    end.clear();
    stage.viewings.delete(viewing);
    history.note(household.key, camera, `display ${display} hangs up`);
  }
}

/** Lives until `over`. Whatever is done to it, it comes back: faults are what it is here for. */
export async function live(stage: Stage, display: number, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    try {
      await once(stage, display, over);
    } catch (error) {
      if (error instanceof RangeError || error instanceof ReferenceError) throw error;
      await stage.pause(200, over);
    }
    await stage.pause(stage.chance.between(20, 150), over);
  }
}
