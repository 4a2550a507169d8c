/** A real bridge process with its tripwire on, a proxy in front that can be led astray, an account. */
import { removeFolder, scratchFolder } from './scratch-folder.ts';
import { listenTo, type Started } from './started.ts';
import { freePort } from '../../common/free-port.ts';
import { createAccessTokens } from '../../identity/access-token.ts';
import { newGrantId } from '../../identity/ids.ts';
import { openKeyRing, type KeyRing } from '../../identity/keyring.ts';
import { simulateCameras, type SimulatedSite } from '../../simulator/camera/simulate.ts';
import { clipOf, loadClips } from '../../simulator/clips/clip.ts';
import type { SourceSettings } from '../../wall/partitions/camera-address.ts';
import { dataFolder } from '../../storage/data-folder.ts';
import { startAlarmServer, type AlarmServer } from './alarm-server.ts';
import { startMeddler, type Meddler } from './meddler.ts';
import { openOperator, type NewAccount, type Operator } from './operator.ts';
import { spawnTs } from './run-ts.ts';

const entry = new URL('bridge-at.ts', import.meta.url);

export interface GuardedBridge {
  readonly dataDir: string;
  readonly proxy: Meddler;
  readonly alarms: AlarmServer;
  readonly ring: KeyRing;
  readonly operator: Operator;
  /** An ordinary account, and its access token. */
  readonly birch: NewAccount & { readonly token: string; readonly source: SourceSettings };
  /** Where the bridge itself listens, without the proxy. */
  readonly local: string;
  /** The text its camera writes into every picture from now on. */
  engrave(text: () => string): void;
  metrics(): Promise<string>;
  /** What it logged since its last start. */
  output(): string;
  /** Starts it; `environment` adds settings. */
  start(environment?: Record<string, string>): Promise<void>;
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  close(): Promise<void>;
}

/** Prepares everything and starts the bridge. */
export async function startGuardedBridge(): Promise<GuardedBridge> {
  const dataDir = scratchFolder('tripwire');
  const { keys } = dataFolder(dataDir);
  const operator = openOperator(dataDir);
  const ring = openKeyRing(keys);
  const proxy = await startMeddler();
  const alarms = await startAlarmServer();
  const [port, metricsPort] = [await freePort(), await freePort()];
  proxy.leadTo(port);

  let text = (): string => 'nothing';
  const cameras: SimulatedSite = await simulateCameras(
    [{ clip: clipOf(loadClips(), 'birch/front-door'), watermark: () => text() }],
    { still: true },
  );
  const camera = cameras.cameras[0];
  const birch = await operator.settle('birch', camera?.url ?? '');
  const rtsp = camera?.url ?? '';
  const still = camera?.stillUrl ?? '';
  const source: SourceSettings = { stream: rtsp, still, transport: 'tcp', alwaysWarm: false };
  await operator.register.setSource(birch.device, source);

  const { account } = birch;
  const grant = newGrantId();
  const [client, scope, now] = ['google', '', Date.now()];
  await operator.store
    .of(account)
    .addGrant(
      { id: grant, client, scope, createdAt: now },
      { hash: 'used', redirectUri: '', expiresAt: now },
    );
  const { origin } = proxy;
  const options = { ring, issuer: origin, lifetimeSeconds: 3600, now: Date.now };
  const token = createAccessTokens(options).issue(account, grant);

  let running: Started | undefined;
  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    await running?.end(signal);
  }
  async function start(environment: Record<string, string> = {}): Promise<void> {
    await end('SIGTERM');
    const settings = {
      DATA_DIR: dataDir,
      PORT: String(port),
      GOOGLE_PROJECT_ID: 'my-home-cameras',
      OAUTH_CLIENT_ID: 'google-home',
      OAUTH_CLIENT_SECRET: 'l1Wk0m2Zq8Yc4Vt6Rr9Xs3Nf5Bd7Hg',
      TRIPWIRE_SECONDS: '1',
      TRIPWIRE_WEBHOOK: alarms.url,
      METRICS_PORT: String(metricsPort),
      ...environment,
    };
    running = listenTo(
      spawnTs(entry, [JSON.stringify({ environment: settings, origin })], {
        cwd: dataDir,
        env: { PATH: process.env['PATH'] },
      }),
    );
    await running.until((output) => output.includes('listening'));
  }
  await start();

  return {
    dataDir,
    proxy,
    alarms,
    ring,
    operator,
    birch: { ...birch, token, source },
    local: `http://127.0.0.1:${port}`,
    engrave(engraved) {
      text = engraved;
    },
    metrics: async () => (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text(),
    output: () => running?.output() ?? '',
    start,
    end,
    async close() {
      await end('SIGKILL');
      await operator.close();
      await cameras.close();
      await proxy.close();
      await alarms.close();
      removeFolder(dataDir);
    },
  };
}
