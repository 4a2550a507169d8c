/**
 * `npm run alike`: two bridges, of an earlier commit and of this source, answer the fixtures alike; and this one opens
 * the data folder that the other wrote, and plays all of it.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { removeFolder, scratchFolder } from '../../testing/scratch-folder.ts';
import { projectRoot } from '../../../common/project-root.ts';
import { readFixtures } from '../../lab/replay/fixture.ts';
import { answersOf, playAll } from './answers.ts';
import { withDemo } from './demo-process.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const folders = ['fixtures/cases/google/intents', 'fixtures/intents'];

/** Returns how many fixtures are answered otherwise. */
async function compare(builds: Builds, folder: string, commit: string): Promise<number> {
  const fixtures = folders.flatMap((name) => readFixtures([join(projectRoot, name)]));
  const answers = [];
  for (const [name, build] of Object.entries({ theirs: builds.theirs, ours: builds.ours })) {
    say(`${name === 'theirs' ? commit : 'This source'} answers ${fixtures.length} requests …`);
    const dataDir = join(folder, name);
    mkdirSync(dataDir, { mode: 0o700 });
    answers.push(await withDemo(build, dataDir, (demo) => answersOf(demo, fixtures)));
  }
  const [theirs = new Map<string, string>(), ours = theirs] = answers;
  const other = [...theirs].filter(([file, answer]) => ours.get(file) !== answer);
  for (const [file, answer] of other) {
    say(`\nDIFFERS ${file}\n${commit}: ${answer}\nthis source: ${ours.get(file)}`);
  }
  say(`${theirs.size - other.length} of ${theirs.size} answers are alike.`);
  return other.length;
}

export interface Builds {
  readonly theirs: string;
  readonly ours: string;
}

/** Returns whether both were as they should be. */
export async function beAlike(builds: Builds, commit: string): Promise<boolean> {
  const folder = scratchFolder('alike');
  try {
    const differing = await compare(builds, folder, commit);
    say(`This source opens the data folder that ${commit} wrote …`);
    const played = await withDemo(builds.ours, join(folder, 'theirs'), playAll);
    say(`${played} cameras of its accounts play.`);
    return differing === 0 && played > 0;
  } finally {
    removeFolder(folder);
  }
}
