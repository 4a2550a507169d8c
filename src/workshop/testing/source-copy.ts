/** A folder with a copy of this source in it, beside the packages of this checkout. */
import { cp, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { projectRoot } from '../../common/project-root.ts';
import { buildOfSource } from './run-ts.ts';

const parts = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];

/**
 * Copies what the program is built from into the new or empty `folder`, and `more` beside it (names at the top of the
 * checkout). The copy comes with its build where `npm test` has made it: a build's name says of which source it is, so
 * that a copy whose source changes builds anew.
 */
export async function copySource(folder: string, more: readonly string[] = []): Promise<void> {
  const build = buildOfSource();
  const built = build === undefined ? [] : [join('builds', basename(build))];
  for (const name of [...parts, 'src', 'fixtures', ...built, ...more]) {
    await cp(join(projectRoot, name), join(folder, name), { recursive: true });
  }
  await symlink(join(projectRoot, 'node_modules'), join(folder, 'node_modules'));
}
