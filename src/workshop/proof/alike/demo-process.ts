/** The demo of a build, as a process of its own. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { demoOf, listenTo } from '../../testing/started.ts';
import type { DemoFile } from '../../../simulator/demo/demo-file.ts';

interface DemoProcess {
  readonly demo: DemoFile;
  /** Ends it as Ctrl-C does, and waits until it is gone. */
  end(): Promise<void>;
}

/**
 * Starts the bridge of `build`, the folder that has `main.js`, as a demo on `dataDir`, on any free port.
 * @throws Error with what it said, if it does not come up.
 */
async function startDemo(build: string, dataDir: string): Promise<DemoProcess> {
  const child = spawn(process.execPath, [join(build, 'main.js')], {
    env: { PATH: process.env['PATH'], PORT: '0', DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const started = listenTo(child);
  return {
    demo: await demoOf(started, dataDir),
    end: async () => void (await started.end('SIGINT')),
  };
}

/** Does `work` with the demo of `build` on `dataDir`, and ends it. @throws Error if it does not come up. */
export async function withDemo<T>(
  build: string,
  dataDir: string,
  work: (demo: DemoFile) => Promise<T>,
): Promise<T> {
  const bridge = await startDemo(build, dataDir);
  try {
    return await work(bridge.demo);
  } finally {
    await bridge.end();
  }
}
