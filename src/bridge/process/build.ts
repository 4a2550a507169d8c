/**
 * Identifies this build: the version, and a fingerprint of the very code that runs and of the packages it was
 * installed with. Two bridges say the same if and only if they run the same; neither a repository nor a build
 * step is needed to find out.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { codeRoot, projectRoot } from '../../common/project-root.ts';

const code = /(?<!\.d)\.(?:js|ts)$/;

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => code.test(name))
    .toSorted();
}

/** E.g. `0.1.0+3f9a1c2b7d10`. Reads some hundred files: a few milliseconds, once at the start. */
export function readBuild(): string {
  const manifest = readFileSync(join(projectRoot, 'package.json'), 'utf8');
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(manifest));
  const hash = createHash('sha256').update(manifest);
  // A package carries the lock file under its other name.
  const locks = ['package-lock.json', 'npm-shrinkwrap.json'].map((name) => join(projectRoot, name));
  const lock = locks.find((file) => existsSync(file));
  if (lock !== undefined) hash.update(readFileSync(lock));
  for (const name of filesOf(codeRoot))
    hash.update(`\n${name}\n`).update(readFileSync(join(codeRoot, name)));
  return `${version}+${hash.digest('hex').slice(0, 12)}`;
}
