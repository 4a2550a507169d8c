/** Builds the world of a run: data folder, accounts, cameras, bridge, the ways between them. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as yieldToOthers, setTimeout as sleep } from 'node:timers/promises';
import { googleRedirectUris } from '../../../bridge/config/config.ts';
import { openKeyRing } from '../../../identity/keyring.ts';
import { hashPassword } from '../../../identity/password.ts';
import { newSecret } from '../../../identity/secret.ts';
import { createLookup } from '../../../pictures/cameras/lookup.ts';
import { streamForm } from '../../../pictures/cameras/stream-form.ts';
import { createRegister } from '../../../wall/operator/register.ts';
import { dataFolder } from '../../../storage/data-folder.ts';
import { link } from '../../../simulator/client/link.ts';
import { openTcpProxy } from '../proxy/tcp-proxy.ts';
import { prepareBridge } from './cast/bridge.ts';
import { prepareCommands, type ArgumentsOf } from './cast/commands.ts';
import { freePort } from '../../../common/free-port.ts';
import { installationOf, type Installation } from './cast/installation.ts';
import { startFleet } from './cast/fleet.ts';
import { answerNames, type Names } from './cast/names.ts';
import { camerasFor, password, settle, type Account } from './cast/accounts.ts';
import { createChance } from './chance.ts';
import { deadline } from '../../../common/deadline.ts';
import { createClient } from './display/client.ts';
import { History } from './history.ts';
import { Alarms } from './oracle/alarms.ts';
import type { Grant } from './oracle/judge.ts';
import { Ledger } from './oracle/ledger.ts';
import type { Foreign } from './oracle/findings.ts';
import { Oracle } from './oracle/oracle.ts';
import type { ProveOptions } from './options.ts';
import type { World } from './world.ts';

/** Cameras beyond those that accounts begin with, for those that are made anew. */
function spareCameras(durationMs: number): number {
  return 300 + Math.ceil((60 * durationMs) / 60_000);
}

const linkTimeoutMs = 15_000;
const projectId = 'casement-prove';

async function openOperator(
  folder: string,
  installation: Installation,
): Promise<World['operator']> {
  const { keys } = dataFolder(folder);
  const store = await installation.open();
  return { store, register: createRegister(store, openKeyRing(keys), createLookup(), streamForm) };
}

export interface Built {
  readonly world: World;
  readonly close: () => Promise<void>;
}

/** `onForeign` is called for everything foreign. The caller starts the bridge, and closes. */
export async function buildWorld(
  options: ProveOptions,
  argumentsOf: ArgumentsOf,
  over: AbortSignal,
  onForeign: (foreign: Foreign) => void,
): Promise<Built> {
  const closers: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).toReversed()) await closer();
  };
  try {
    const place = await mkdtemp(join(tmpdir(), 'casement-prove-'));
    closers.push(() => rm(place, { recursive: true, force: true }));
    const folder = join(place, 'data');
    await mkdir(folder, { mode: 0o700 });
    const installation = installationOf(folder, options.server);
    const casement = prepareCommands(folder, argumentsOf, installation.commands);
    if (options.server !== undefined) {
      const { code, stderr } = await casement(['migrate']);
      if (code !== 0) throw new Error(`casement migrate: ${stderr}`);
    }
    const count = camerasFor(options.households) + spareCameras(options.durationMs);
    const fleet = await startFleet(options.cameras, count);
    closers.push(() => fleet.close());
    const ledger = new Ledger(Date.now);
    const accounts = await settle(folder, installation, options.households, fleet, ledger);

    const port = await freePort();
    const front = await openTcpProxy(port);
    closers.push(() => front.close());
    const origin = `http://127.0.0.1:${front.port}`;
    const [redirectUri] = googleRedirectUris(projectId);
    const oauth = { id: 'prove-google', secret: newSecret(), redirectUri };
    const logFile = join(place, 'bridge.log');
    const { bridge: database } = installation;
    const settings = {
      folder,
      database,
      logFile,
      port,
      origin,
      projectId,
      client: oauth,
      argumentsOf,
    };
    const bridge = prepareBridge(settings);
    closers.push(async () => {
      bridge.signal('SIGCONT');
      await bridge.stop();
    });

    let names: Names = {};
    closers.push(answerNames(() => names));

    let operator = await openOperator(folder, installation);
    closers.push(() => operator.store.close());

    // How long this process was kept from reading received bytes. Each reader meets in one turn of the event
    // loop what came during the turn before it, and there are two: the proxy and the display. One more turn,
    // since a segment comes in parts.
    let turns = Array.from({ length: 4 }, Date.now);
    const heartbeat = setInterval(() => (turns = [...turns.slice(1), Date.now()]), 10);
    closers.push(() => clearInterval(heartbeat));
    const arrival = (): number => turns[0] ?? Date.now();
    const oracle = new Oracle({ ledger, now: Date.now, arrival, onForeign });
    const client = createClient(
      () => (oracle.count.requests += 1),
      () => (oracle.count.good += 1),
    );
    closers.push(() => client.close());
    const history = new History(Date.now);
    const cameras = new Map(fleet.taken.map((camera) => [camera.key, camera]));

    async function linkAccount(account: Account): Promise<Grant> {
      const { email, key } = account;
      const { id: clientId, secret: clientSecret } = oauth;
      const order = { origin, clientId, clientSecret, redirectUri, email, password };
      const limit = deadline(linkTimeoutMs, over);
      oracle.count.requests += 6;
      const { accessToken: token, refreshToken } = await link({
        ...order,
        signal: limit.signal,
      }).finally(() => limit.clear());
      // Removed meanwhile, and perhaps made anew: the same e-mail is then another account's.
      if (account.gone) throw new Error('the household is gone');
      const grant: Grant = { account: key, token, refreshToken };
      account.grants.push(grant);
      history.note(key, '', 'links');
      return grant;
    }

    const world: World = {
      origin,
      client,
      oracle,
      ledger,
      history,
      fleet,
      bridge,
      front,
      folder,
      casement,
      oauth,
      accounts,
      over,
      get operator() {
        return operator;
      },
      async reopen() {
        await operator.store.close();
        operator = await openOperator(folder, installation);
      },
      name(change) {
        names = { ...names, ...change };
        bridge.tell(names);
      },
      habits: { hangUp: 0, conditional: false, udp: undefined, watchMs: [1_500, 12_000] },
      chance: createChance(options.seed),
      conditions: [
        { range: 'bytes=0-' },
        { range: 'bytes=188-' },
        { range: 'bytes=0-187,376-' },
        { 'if-none-match': '*' },
        { 'if-modified-since': new Date(0).toUTCString() },
        { 'cache-control': 'only-if-cached' },
      ],
      viewings: new Set(),
      revocations: [],
      alarms: new Alarms({ cameraOf: (device) => ledger.ofDevice(device)?.camera, now: Date.now }),
      turn: () => oracle.turn,
      passwordHash: await hashPassword(password),
      link: linkAccount,
      injected(times = 1) {
        oracle.count.injected += times;
      },
      camera(key) {
        const camera = cameras.get(key) ?? fleet.taken.find((one) => one.key === key);
        if (camera === undefined) throw new TypeError(`no camera ${key}`);
        return camera;
      },
      async pause(ms, signal = over) {
        // Once it is over this is short, but a pause: a loop of them must not keep everything else from its
        // turn.
        await sleep(ms, undefined, { signal }).catch(() => yieldToOthers());
      },
    };
    return { world, close };
  } catch (error) {
    await close();
    throw error;
  }
}
