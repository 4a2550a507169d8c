/** `npm run races`: many interleavings, with progress; the first that shows a fault is shrunk. */
import fc from 'fast-check';
import { runProgram } from '../command-line.ts';
import { engineWords } from '../engine.ts';
import { help, readOptions } from './options.ts';
import { race } from './run.ts';
import type { Seen } from './seen.ts';
import { scripts } from './steps.ts';
import { settleTown } from './town.ts';

const intervalMs = 5_000;
/** From so many interleavings on, one delivery for each is the least: otherwise nothing was tried. */
const enoughRuns = 200;

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    console.log(help);
    return 0;
  }
  const { runs, seed, path, on } = options;
  console.log(`seed ${seed}, ${runs.toLocaleString('en')} interleavings ${engineWords[on]}`);
  const town = await settleTown(on);
  // Also if it is broken off: the town has a folder of its own.
  process.once('exit', () => void town.close());
  const total: Seen = { answers: 0, pictures: 0, lastMoments: 0 };
  const began = performance.now();
  let [done, told] = [0, began];
  const say = (): void => {
    const seconds = (performance.now() - began) / 1000;
    const figures = [
      `${done.toLocaleString('en')} interleavings`,
      `${total.answers.toLocaleString('en')} answers`,
      `${total.pictures.toLocaleString('en')} deliveries`,
      `${total.lastMoments.toLocaleString('en')} of them in the last second of a right`,
      `${(done / seconds).toFixed(0)} a second`,
    ];
    console.log(`${seconds.toFixed(0).padStart(5)} s  ${figures.join(', ')}`);
  };
  const property = fc.asyncProperty(scripts, fc.scheduler(), async (script, scheduler) => {
    const seen = await race(town, script, scheduler);
    total.answers += seen.answers;
    total.pictures += seen.pictures;
    total.lastMoments += seen.lastMoments;
    done += 1;
    if (performance.now() - told < intervalMs) return;
    told = performance.now();
    say();
  });
  const details = await fc.check(property, {
    numRuns: runs,
    seed,
    ...(path !== undefined && { path }),
  });
  say();
  await town.close();
  if (!details.failed && done >= enoughRuns && total.pictures < done) {
    console.error('Hardly anything was delivered: this shows nothing.');
    return 1;
  }
  if (!details.failed) {
    console.log('No interleaving showed a household what is not its own.');
    return 0;
  }
  console.error(await fc.asyncDefaultReportMessage(details));
  console.error(
    `Once more: npm run races -- --on ${on} --seed ${seed} --path ${details.counterexamplePath ?? ''}`,
  );
  return 1;
}

await runProgram('races', main);
