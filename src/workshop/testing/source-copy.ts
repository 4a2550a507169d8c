/** A folder with a copy of this source in it, beside the packages of this checkout, and built. */
import { cp, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { projectRoot } from '../../common/project-root.ts';
// @ts-expect-error -- plain JavaScript
import { copySourceTo } from '../setup/copy.mjs';
import { buildOfSource } from './run-ts.ts';

/**
 * Copies the source into the new or empty `folder`, and `more` beside it (names at the top of the checkout). It comes
 * with the build that `npm test` has made, if there is one: a build's name says of which source it is, so that a copy
 * whose source changes builds anew.
 */
export async function copyBuiltSource(folder: string, more: readonly string[] = []): Promise<void> {
  await mkdir(folder, { recursive: true });
  (copySourceTo as (copy: string) => void)(folder);
  const build = buildOfSource();
  const built = build === undefined ? [] : [join('builds', basename(build))];
  for (const name of [...built, ...more]) {
    await cp(join(projectRoot, name), join(folder, name), { recursive: true });
  }
}
