/** `npm run fuzz`: one target after the other, with progress, and what was found. */
import { runProgram } from '../command-line.ts';
import { help, readOptions, type TargetName } from './options.ts';
import { fuzz, type FuzzOptions, type FuzzResult } from './run.ts';
import { oauth } from './targets/oauth.ts';
import { rtsp } from './targets/rtsp.ts';
import { sdp } from './targets/sdp.ts';
import { tickets } from './targets/tickets.ts';
import { webhook } from './targets/webhook.ts';

const targets: Readonly<Record<TargetName, (options: FuzzOptions) => Promise<FuzzResult>>> = {
  webhook: (options) => fuzz(webhook, options),
  oauth: (options) => fuzz(oauth, options),
  tickets: (options) => fuzz(tickets, options),
  rtsp: (options) => fuzz(rtsp, options),
  sdp: (options) => fuzz(sdp, options),
};

const mebi = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);

async function main(): Promise<number> {
  const { help: asked, targets: names, runs, seed } = readOptions(process.argv.slice(2));
  if (asked) {
    console.log(help);
    return 0;
  }
  console.log(`seed ${seed}, ${runs.toLocaleString('en')} inputs for each of ${names.join(', ')}`);
  let found = 0;
  for (const name of names) {
    const say = (line: string): void => console.log(`  ${name}: ${line}`);
    const result = await targets[name]({ runs, seed, say });
    const { seconds, heap, faults } = result;
    say(
      `${result.runs.toLocaleString('en')} inputs in ${seconds.toFixed(0)} s, heap ` +
        `${mebi(heap[0])} MiB after warming up and ${mebi(heap[1])} MiB at the end, ` +
        (faults.length === 0 ? 'nothing found' : `${faults.length} faults`),
    );
    for (const fault of faults) console.error(`\n${name}: ${fault}`);
    found += faults.length;
  }
  if (found > 0) console.error(`\nOnce more: --seed ${seed} --runs ${runs}`);
  return found === 0 ? 0 : 1;
}

await runProgram('fuzz', main);
