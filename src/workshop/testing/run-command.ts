/** Runs a command line beside a demo, which it says on standard error. */
import { runTs, type Finished } from './run-ts.ts';

/** As `runTs`; whose data it is is left out, so that a test sees what else was said. */
export async function runCommand(...given: Parameters<typeof runTs>): Promise<Finished> {
  const ran = await runTs(...given);
  return { ...ran, stderr: ran.stderr.replace(/^casement: .* is the demo's data\n/, '') };
}
