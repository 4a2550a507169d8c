/** Runs a command line beside a demo, which it says on standard error. */
import { runHere } from './run-here.ts';
import { runTs, type Finished } from './run-ts.ts';

/** Whose data it is is left out, so that a test sees what else was said. */
const withoutWhose = (ran: Finished): Finished => ({
  ...ran,
  stderr: ran.stderr.replace(/^casement: .* is the demo's data\n/, ''),
});

/** As `runTs`: in a process of its own. */
export const runCommand = async (...given: Parameters<typeof runTs>): Promise<Finished> =>
  withoutWhose(await runTs(...given));

/** As `runHere`: in the test's own process. */
export const runCommandHere = async (...given: Parameters<typeof runHere>): Promise<Finished> =>
  withoutWhose(await runHere(...given));
