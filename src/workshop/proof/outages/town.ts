/** Two homes with a camera each, over a bridge that is a process of its own, on a server that is about to fail. */
import { join } from 'node:path';
import { freePort } from '../../../common/free-port.ts';
import { makeKeyFile } from '../../../identity/key-file.ts';
import { link } from '../../../simulator/client/link.ts';
import { dataFolder } from '../../../storage/data-folder.ts';
import { openPostgres } from '../../../storage/postgres/open.ts';
import type { Store } from '../../../storage/store.ts';
import { intendAt } from '../../testing/intend.ts';
import { operatorOn } from '../../testing/operator.ts';
import type { Login } from '../../testing/postgres-house.ts';
import { spawnTs } from '../../testing/run-ts.ts';
import { removeFolder, scratchFolder } from '../../testing/scratch-folder.ts';
import { listenTo, type Started } from '../../testing/started.ts';
import { givenIn, openStream, streamCommand } from '../../testing/streams.ts';
import { type Filming, startWatermarked } from '../../testing/watermarked-camera.ts';
import { type Display, watchHls, watchRtc } from './display.ts';

const program = new URL('../../testing/bridge-at.ts', import.meta.url);
const oauth = { clientId: 'google-home', clientSecret: 'l1Wk0m2Zq8Yc4Vt6Rr9Xs3Nf5Bd7Hg' };
const project = 'my-home-cameras';
const redirectUri = `https://oauth-redirect.googleusercontent.com/r/${project}`;
const homes: readonly Filming[] = ['birch', 'harbour'];

export interface TownSettings {
  /** Where the database is, for each of its roles. */
  readonly url: (login: Login) => string;
  readonly leaseSeconds: number;
  /** Whether canaries watch as well. */
  readonly tripwire?: boolean;
}

export interface Town {
  /** As commands have it. */
  readonly store: Store;
  /** What the bridge has written, one object a line. */
  log(): readonly Readonly<Record<string, unknown>>[];
  /** Each home watches its camera, by HLS and by WebRTC. Resolves once all have pictures. */
  watch(): Promise<readonly Display[]>;
  /** Asks for a stream of each home's camera; returns what Google is told of each. */
  ask(): Promise<readonly string[]>;
  /** The status of /readyz. */
  readiness(): Promise<number>;
  /** Ends the bridge in order, and starts it anew. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Opens it on a database with the schema and nothing in it. The caller closes it. */
export async function openTown({
  url,
  leaseSeconds,
  tripwire = false,
}: TownSettings): Promise<Town> {
  const folder = scratchFolder('outages');
  const dataDir = join(folder, 'data');
  const closing: (() => unknown)[] = [() => removeFolder(folder)];
  const close = async (): Promise<void> => {
    for (const one of closing.splice(0).toReversed()) await one();
  };
  try {
    return await open();
  } catch (error) {
    await close();
    throw error;
  }

  async function open(): Promise<Town> {
    makeKeyFile(dataFolder(dataDir).keys);
    const store = await openPostgres({ url: url('commands'), max: 2 });
    closing.push(() => store.close());
    const operator = operatorOn(store, dataDir);
    const settled = await Promise.all(
      homes.map(async (home) => {
        const camera = await startWatermarked(home);
        closing.push(() => camera.close());
        return { home, ...(await operator.settle(home, camera.url)) };
      }),
    );

    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const environment = {
      PORT: String(port),
      DATA_DIR: dataDir,
      DATABASE_URL: url('bridge'),
      GOOGLE_PROJECT_ID: project,
      OAUTH_CLIENT_ID: oauth.clientId,
      OAUTH_CLIENT_SECRET: oauth.clientSecret,
      STREAM_LEASE_SECONDS: String(leaseSeconds),
      TRIPWIRE: tripwire ? 'on' : 'off',
      TRIPWIRE_SECONDS: '5',
    };
    const bridges: Started[] = [];
    async function begin(): Promise<void> {
      const words = JSON.stringify({ environment, origin });
      const env = { PATH: process.env['PATH'] };
      const begun = listenTo(spawnTs(program, [words], { cwd: folder, env }));
      bridges.push(begun);
      closing.push(() => begun.end('SIGKILL'));
      // Also where this process is broken off.
      process.once('exit', () => void begun.end('SIGKILL'));
      await begun.until((output) => output.includes('listening'));
    }
    await begin();

    const intend = intendAt(origin);
    const tokens = await Promise.all(
      settled.map(async ({ home, device, email, password }) => {
        const { accessToken } = await link({ origin, ...oauth, redirectUri, email, password });
        return { home, device: String(device), token: accessToken };
      }),
    );

    async function watchBoth(of: (typeof tokens)[number]): Promise<readonly Display[]> {
      const { home, device, token } = of;
      const hls = watchHls(
        `${home} by HLS`,
        await openStream({ intend }, token, device, 'hls'),
        device,
      );
      closing.push(() => hls.close());
      const given = await openStream({ intend }, token, device, 'webrtc');
      const rtc = await watchRtc(`${home} by WebRTC`, given, device);
      closing.push(() => rtc.close());
      return [hls, rtc];
    }

    async function askFor({ device, token }: (typeof tokens)[number]): Promise<string> {
      const { status, body } = await intend(token, 'EXECUTE', streamCommand(device, ['hls']));
      if (status !== 200) return String(status);
      const [command] = body.payload.commands ?? [];
      return givenIn(body) ? 'SUCCESS' : (command?.errorCode ?? command?.status ?? 'no answer');
    }

    return {
      store,
      log: () =>
        bridges
          .flatMap((bridge) => bridge.output().split('\n'))
          // What is not whole yet is none.
          .filter((line) => line.startsWith('{') && line.endsWith('}'))
          .map((line) => JSON.parse(line) as Record<string, unknown>),
      watch: async () => (await Promise.all(tokens.map(watchBoth))).flat(),
      ask: () => Promise.all(tokens.map(askFor)),
      readiness: async () => (await fetch(`${origin}/readyz`)).status,
      async restart() {
        await bridges.at(-1)?.end('SIGTERM');
        await begin();
      },
      close,
    };
  }
}
