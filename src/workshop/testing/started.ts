/** A program that goes on running: what it says, whether it has said what is waited for, and how it ends. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { readDemoFile, type DemoFile } from '../../simulator/demo/demo-file.ts';
import { demoFileName } from '../../simulator/demo/demo-folder.ts';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Started {
  readonly pid: number;
  /** Of standard output and standard error, as it came. */
  readonly output: () => string;
  /** Resolves once both streams are closed, too. */
  readonly ended: Promise<Ended>;
  /** Waits until `said` holds of the output. @throws Error with the output if the program ends before. */
  readonly until: (said: (output: string) => boolean) => Promise<void>;
  /** Ends it by a signal, if it still runs. */
  readonly end: (signal: NodeJS.Signals) => Promise<Ended>;
}

/** Listens to a program that was just started; its two streams are pipes that nobody else reads. */
export function listenTo(child: ChildProcess): Started {
  if (child.pid === undefined) throw new Error('the program was not started');
  let output = '';
  let waiting = (): void => undefined;
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      waiting();
    });
  }
  const ended = once(child, 'close').then(([code, signal]): Ended => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
  }));
  return {
    pid: child.pid,
    output: () => output,
    ended,
    async until(said) {
      const up = new Promise<void>((resolve) => {
        waiting = () => said(output) && resolve();
        waiting();
      });
      const gone = ended.then(({ code, signal }) => {
        throw new Error(`the bridge ended with ${code ?? signal}: ${output}`);
      });
      gone.catch(() => undefined);
      await Promise.race([up, gone]);
    },
    end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

/** What a demo tells in its data folder, once it says that it runs. @throws as `until`; Error if it told nothing */
export async function demoOf(started: Started, dataDir: string): Promise<DemoFile> {
  await started.until((output) => output.includes('Stop with Ctrl-C'));
  const demo = readDemoFile(join(dataDir, demoFileName));
  if (demo === undefined) throw new Error('no demo was started');
  return demo;
}
