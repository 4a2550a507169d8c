/** The demo of a build, as a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type DemoFile, readDemoFile } from '../../../simulator/demo/demo-file.ts';
import { demoFileName } from '../../../simulator/demo/demo-folder.ts';

export interface DemoProcess {
  readonly demo: DemoFile;
  /** Ends it as Ctrl-C does, and waits until it is gone. */
  end(): Promise<void>;
}

/**
 * Starts the bridge of `build`, the folder that has `main.js`, as a demo on `dataDir`, on any free port.
 * @throws Error with what it said, where it does not come up.
 */
export async function startDemo(build: string, dataDir: string): Promise<DemoProcess> {
  const child = spawn(process.execPath, [join(build, 'main.js')], {
    env: { PATH: process.env['PATH'], PORT: '0', DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const gone = once(child, 'close');
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (said.includes('Stop with Ctrl-C')) resolve();
      });
    }
    void gone.then(() => reject(new Error(`the bridge of ${build} ended:\n${said}`)));
  });
  const demo = readDemoFile(join(dataDir, demoFileName));
  if (demo === undefined) throw new Error(`${build} wrote no ${demoFileName}`);
  return {
    demo,
    async end() {
      child.kill('SIGINT');
      await gone;
    },
  };
}
