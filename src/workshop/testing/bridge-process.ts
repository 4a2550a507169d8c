/** The bridge as a process of its own, started as `npm start` starts it once all is built. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../common/free-port.ts';
import { readDemoFile, type DemoFile } from '../../simulator/demo/demo-file.ts';
import { demoFileName } from '../../simulator/demo/demo-folder.ts';
import { checkout } from './checkout.ts';
import { spawnTs } from './run-ts.ts';

const entry = new URL('src/main.ts', checkout);

export interface BridgeProcess {
  readonly pid: number;
  readonly demo: DemoFile;
  readonly dataDir: string;
  readonly output: () => string;
  /** Ends it by a signal; gives exit code and signal. */
  end(signal: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
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
  /** Starts it for real, as `.env` says; gives where it listens. */
  startReal(): Promise<RealBridge>;
  /** Starts it for real, and ends it by a signal once it has taken hold of its folder; gives how it ended. */
  endWhileStarting(signal: NodeJS.Signals): Promise<Awaited<ReturnType<BridgeProcess['end']>>>;
  /** Starts it where it is to refuse; gives how it ended. */
  startRefused(env?: Record<string, string>): Promise<{ code: number | null; output: string }>;
  /** Ends what still runs and removes the folder. */
  close(): Promise<void>;
}

/** `dataFolder`: the name of the data folder, below the workplace. */
export async function openWorkplace(dataFolder = 'data'): Promise<Workplace> {
  const folder = await mkdtemp(join(tmpdir(), 'casement-process-'));
  const dataDir = join(folder, dataFolder);
  const running = new Set<ReturnType<typeof spawnTs>>();

  function spawn(env: Record<string, string>) {
    const child = spawnTs(entry, [], {
      cwd: folder,
      env: { PATH: process.env['PATH'], PORT: '0', DATA_DIR: dataDir, ...env },
    });
    running.add(child);
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
    const ended = once(child, 'close').then(([code, signal]) => {
      running.delete(child);
      return { code: code as number | null, signal: signal as NodeJS.Signals | null };
    });
    return { child, ended, output: () => output };
  }

  return {
    folder,
    configure: (text) => writeFile(join(folder, '.env'), text),
    async start(env = {}) {
      const { child, ended, output } = spawn(env);
      const gone = ended.then(({ code }) => {
        throw new Error(`the bridge ended with ${code}: ${output()}`);
      });
      const up = new Promise<void>((resolve) => {
        child.stdout.on('data', () => output().includes('Stop with Ctrl-C') && resolve());
      });
      await Promise.race([up, gone]);
      gone.catch(() => undefined);
      const demo = readDemoFile(join(dataDir, demoFileName));
      if (demo === undefined || child.pid === undefined) throw new Error('no demo was started');
      return {
        pid: child.pid,
        demo,
        dataDir,
        output,
        end(signal) {
          child.kill(signal);
          return ended;
        },
      };
    },
    async startReal() {
      const port = await freePort();
      const { child, ended, output } = spawn({ PORT: String(port) });
      const gone = ended.then(({ code }) => {
        throw new Error(`the bridge ended with ${code}: ${output()}`);
      });
      const up = new Promise<void>((resolve) => {
        // The first commits say no more than this in their log, and tell no process.
        const said = (): boolean =>
          /casement: process|"origin":"[^"]+","msg":"listening"/.test(output());
        for (const stream of [child.stdout, child.stderr]) {
          stream.on('data', () => said() && resolve());
        }
      });
      await Promise.race([up, gone]);
      gone.catch(() => undefined);
      return {
        local: `http://127.0.0.1:${port}`,
        output,
        end(signal) {
          child.kill(signal);
          return ended;
        },
      };
    },
    async endWhileStarting(signal) {
      const { child, ended } = spawn({ PORT: String(await freePort()) });
      while (!existsSync(join(dataDir, 'bridge.json'))) await sleep(1);
      child.kill(signal);
      return ended;
    },
    async startRefused(env = {}) {
      const { ended, output } = spawn(env);
      const { code } = await ended;
      return { code, output: output() };
    },
    async close() {
      const ends = [...running].map((child) => once(child, 'close'));
      for (const child of running) child.kill('SIGKILL');
      await Promise.all(ends);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
