/** The bridge as a process of its own, started as `npm start` starts it once all is built. */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { removeFolder, scratchFolder } from './scratch-folder.ts';
import { demoOf, type Ended, listenTo, type Started } from './started.ts';
import { freePort } from '../../common/free-port.ts';
import { type DemoFile } from '../../simulator/demo/demo-file.ts';
import { until } from '../until.ts';
import { checkout } from './checkout.ts';
import { spawnTs } from './run-ts.ts';

const entry = new URL('src/main.ts', checkout);

export interface BridgeProcess {
  readonly pid: number;
  readonly demo: DemoFile;
  readonly dataDir: string;
  readonly output: () => string;
  /** Ends it by a signal; returns exit code and signal. */
  end(signal: NodeJS.Signals): Promise<Ended>;
}

/** One that runs for real. */
export interface RealBridge extends Pick<BridgeProcess, 'output' | 'end'> {
  /** Where it listens. */
  readonly local: string;
}

export interface Workplace {
  readonly folder: string;
  /** Writes `.env` into the folder the bridge is started in. */
  configure(text: string): Promise<void>;
  /** Starts the demo and waits until it says that it runs. */
  start(env?: Record<string, string>): Promise<BridgeProcess>;
  /** Starts it for real, as `.env` says; returns where it listens. */
  startReal(): Promise<RealBridge>;
  /** Starts it for real, and ends it by a signal once it has taken hold of its folder; returns how it ended. */
  endWhileStarting(signal: NodeJS.Signals): Promise<Ended>;
  /** Starts it when it is to refuse; returns how it ended. */
  startRefused(env?: Record<string, string>): Promise<{ code: number | null; output: string }>;
  /** Ends what still runs and removes the folder. */
  close(): Promise<void>;
}

/** `dataFolder`: the name of the data folder, below the workplace. */
export async function openWorkplace(dataFolder = 'data'): Promise<Workplace> {
  const folder = scratchFolder('process');
  const dataDir = join(folder, dataFolder);
  const running = new Set<Started>();

  function spawn(env: Record<string, string>): Started {
    const started = listenTo(
      spawnTs(entry, [], {
        cwd: folder,
        env: { PATH: process.env['PATH'], PORT: '0', DATA_DIR: dataDir, ...env },
      }),
    );
    running.add(started);
    void started.ended.then(() => running.delete(started));
    return started;
  }

  return {
    folder,
    configure: (text) => writeFile(join(folder, '.env'), text),
    async start(env = {}) {
      const started = spawn(env);
      const { pid, output, end } = started;
      return { pid, demo: await demoOf(started, dataDir), dataDir, output, end };
    },
    async startReal() {
      const port = await freePort();
      const { until: untilSaid, output, end } = spawn({ PORT: String(port) });
      // The first commits say no more than this in their log, and tell no process.
      await untilSaid((said) => /casement: process|"origin":"[^"]+","msg":"listening"/.test(said));
      return { local: `http://127.0.0.1:${port}`, output, end };
    },
    async endWhileStarting(signal) {
      const { end } = spawn({ PORT: String(await freePort()) });
      await until(() => existsSync(join(dataDir, 'bridge.json')), 30_000, { intervalMs: 1 });
      return end(signal);
    },
    async startRefused(env = {}) {
      const { ended, output } = spawn(env);
      const { code } = await ended;
      return { code, output: output() };
    },
    async close() {
      await Promise.all([...running].map(({ end }) => end('SIGKILL')));
      removeFolder(folder);
    },
  };
}
