/** `npm run outages`: one after the other, with progress, and what was seen of each. */
import { missingPostgres } from '../../testing/postgres-programs.ts';
import { runProgram } from '../command-line.ts';
import { help, readOptions } from './options.ts';
import { faultsOf, type Finding, happens } from './run.ts';
import { type Act, acts } from './scenes.ts';
import { openTown } from './town.ts';

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

function tell(found: Finding): void {
  const { displays, reasons, told, acknowledged, refused, lost, backMs, errors } = found;
  const over = displays.filter(({ wentOn }) => !wentOn);
  const last = Math.max(0, ...over.map(({ lastMs }) => lastMs));
  const why = Object.entries(reasons).map(([reason, count]) => `${count} ${reason}`);
  const lines = [
    `${displays.length - over.length} of ${displays.length} streams went on`,
    ...(over.length > 0
      ? [`the others ended (${why.join(', ')}), their last picture ${seconds(last)} after it began`]
      : []),
    `EXECUTE was told ${[...new Set(told)].join(' and ')} meanwhile; new streams ${seconds(backMs)} after its end`,
    `${acknowledged} writes told as done, ${lost.length} of them lost; ${refused} told as not done`,
    ...errors.map((error) => `logged: ${error}`),
  ];
  for (const line of lines) console.log(`    ${line}`);
}

async function play(act: Act, wanted: (name: string) => boolean): Promise<number> {
  const { leaseSeconds, tripwire } = act;
  const named = act.scenes
    .map((scene) => ({ ...scene, name: `L = ${leaseSeconds} s: ${scene.name}` }))
    .filter(({ name }) => wanted(name));
  if (named.length === 0) return 0;
  if (act.missing !== undefined) {
    for (const { name } of named) console.log(`${name}: left out, it needs ${act.missing}`);
    return 0;
  }
  const ground = await act.open();
  let faults = 0;
  try {
    const town = await openTown({ url: ground.url, leaseSeconds, tripwire });
    try {
      for (const { name, goneSeconds, outage } of named) {
        console.log(name);
        const found = await happens(town, outage(ground), goneSeconds * 1_000);
        tell(found);
        for (const fault of faultsOf(found)) {
          faults += 1;
          console.error(`    FAULT: ${fault}`);
        }
      }
    } finally {
      await town.close();
    }
  } finally {
    await ground.close();
  }
  return faults;
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    console.log(help);
    return 0;
  }
  const missing = missingPostgres();
  if (missing !== undefined) throw new Error(`there is no ${missing}`);
  const { only } = options;
  const wanted = (name: string): boolean =>
    only.length === 0 || only.some((text) => name.includes(text));
  let faults = 0;
  for (const act of acts()) {
    if (options.list) {
      for (const { name } of act.scenes) console.log(`L = ${act.leaseSeconds} s: ${name}`);
      continue;
    }
    faults += await play(act, wanted);
  }
  if (faults > 0) console.error(`${faults} faults.`);
  else if (!options.list)
    console.log('Nothing foreign was shown, and nothing that was told as done was lost.');
  return faults > 0 ? 1 : 0;
}

await runProgram('outages', main);
