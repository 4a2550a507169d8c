/** One display: links, asks what there is, watches something, hangs up, comes back. */
import { deadline } from '../../../../common/deadline.ts';
import { isLinked, type Account } from '../cast/accounts.ts';
import type { Grant, Viewing } from '../oracle/judge.ts';
import { askStill } from './ask-still.ts';
import { judgeExplained } from './explained.ts';
import { devicesIn, intend, type Protocol, streamIn, streamOf } from './intents.ts';
import { refresh } from './oauth.ts';
import type { Stage } from './stage.ts';
import { watchHls } from './watch-hls.ts';
import { watchWebRtc } from './watch-webrtc.ts';

/** How likely it is that a display joins an account that one watches already. */
const company = 0.5;

/** Picks mostly one that is linked: linking costs more than watching, on purpose. */
function chooseAccount({ chance, accounts, viewings }: Stage): Account {
  if (chance.happens(company) && viewings.size > 0) {
    const { account } = chance.pick([...viewings]).grant;
    const owner = accounts.find(({ key }) => key === account);
    if (owner !== undefined && isLinked(owner)) return owner;
  }
  const linked = chance.happens(0.8) ? accounts.filter(isLinked) : [];
  return chance.pick(linked.length > 0 ? linked : accounts);
}

/** Returns a linking to ask under: one the account has, or now and then a new one. */
async function grantOf(stage: Stage, account: Account): Promise<Grant> {
  const { chance, client, origin, oauth } = stage;
  const last = account.grants.findLast(({ endedAt }) => endedAt === undefined);
  if (last === undefined || chance.happens(0.05)) return stage.link(account);
  if (last.refused !== true || (await refresh(client, origin, oauth, last))) return last;
  return stage.link(account);
}

/** Asks what devices there are; returns those that the account may see. */
async function sync(stage: Stage, display: number, grant: Grant): Promise<string[]> {
  const { client, origin, oracle, ledger } = stage;
  const answer = await intend(client, origin, grant.token, 'SYNC');
  if (answer.status === 401) grant.refused = true;
  const ids = devicesIn(answer) ?? [];
  for (const id of ids) oracle.device(display, grant.account, id);
  return ids.filter((id) => ledger.ofDevice(id)?.account === grant.account);
}

/**
 * Opens one device's stream and watches it for a while. `begun` is called as soon as the bridge gave the
 * stream. Returns false if it gave none.
 */
export async function watch(
  stage: Stage,
  display: number,
  grant: Grant,
  device: string,
  protocol: Protocol,
  over: AbortSignal,
  begun: (viewing: Viewing) => void = () => undefined,
): Promise<boolean> {
  const { chance, client, origin, ledger, history, habits, oracle } = stage;
  const { account, token } = grant;
  const executed = await intend(client, origin, token, 'EXECUTE', streamOf(device, protocol), over);
  judgeExplained(stage, display, account, executed);
  const stream = streamIn(executed);
  const camera = ledger.ofDevice(device)?.camera;
  if (stream === undefined || camera === undefined) return false;
  oracle.device(display, account, device);
  const end = deadline(chance.between(...habits.watchMs), over);
  const viewing: Viewing = {
    ...stream,
    display,
    grant,
    camera,
    device,
    by: protocol,
    lastAt: 0,
    hadStill: false,
    stay: (ms) => end.extend(ms),
  };
  history.note(account, camera, `display ${display} watches by ${protocol}`);
  stage.viewings.add(viewing);
  begun(viewing);
  try {
    await askStill(stage, viewing);
    if (protocol === 'hls') await watchHls(stage, viewing, end.signal);
    else await watchWebRtc(stage, viewing, end.signal);
  } finally {
    end.clear();
    stage.viewings.delete(viewing);
    history.note(account, camera, `display ${display} hangs up`);
  }
  return true;
}

/** How many of all viewings are by HLS, where a display that joins gets several seconds at once. */
const hlsShare = 0.65;
/** How long a display waits that was given no stream, in milliseconds: at least, at most. */
const refusedMs = [200, 600] as const;

async function once(stage: Stage, display: number, over: AbortSignal): Promise<void> {
  const { chance, client, origin, oracle } = stage;
  const account = chooseAccount(stage);
  const grant = await grantOf(stage, account);
  const ids = await sync(stage, display, grant);
  if (ids.length === 0) return;
  const device = chance.pick(ids);
  if (chance.happens(0.2)) {
    const answer = await intend(client, origin, grant.token, 'QUERY', {
      devices: [{ id: device }],
    });
    for (const id of devicesIn(answer) ?? []) oracle.device(display, account.key, id);
    judgeExplained(stage, display, account.key, answer);
  }
  const protocol = chance.happens(hlsShare) ? 'hls' : 'webrtc';
  const given = await watch(stage, display, grant, device, protocol, over);
  if (!given) await stage.pause(chance.between(...refusedMs), over);
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
