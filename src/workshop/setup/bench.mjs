/**
 * `npm run bench`: installs what is missing, builds and measures. Arguments go to the bench, but for
 * `--beside`, which measures an earlier commit, too.
 */
import { parseArgs } from 'node:util';
import { benchBeside } from './beside.mjs';
import { currentBuild } from '../../setup/builds.mjs';
import { ensureDebianTools } from './debian.mjs';
import { become, mustBuild, wantsHelp } from '../../setup/launch.mjs';

const args = process.argv.slice(2);
const help = wantsHelp(args);
const build = help ? currentBuild() : mustBuild();
if (!help) ensureDebianTools();
if (help || !args.some((arg) => arg.startsWith('--beside'))) {
  await become(build, 'workshop/bench/main.js', args);
} else {
  try {
    const { values } = parseArgs({
      args,
      options: {
        beside: { type: 'string' },
        only: { type: 'string', multiple: true, default: [] },
        quick: { type: 'boolean', default: false },
        turns: { type: 'string', default: '1' },
      },
    });
    const turns = Number(values.turns);
    if (!(Number.isInteger(turns) && turns >= 1 && turns <= 20)) {
      throw new Error('--turns takes a number from 1 to 20');
    }
    benchBeside(values.beside, build, { parts: values.only, quick: values.quick, turns });
  } catch (error) {
    console.error(`bench: ${error.message}`);
    process.exitCode = 2;
  }
}
