import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../../workshop/testing/scratch-folder.ts';
import { runTs } from '../../workshop/testing/run-ts.ts';

let folder: string;
beforeEach(async () => {
  folder = scratchFolder('build');
  for (const name of ['bridge/process/build.ts', 'common/project-root.ts']) {
    await mkdir(join(folder, 'src', dirname(name)), { recursive: true });
    await cp(fileURLToPath(new URL(`../../${name}`, import.meta.url)), join(folder, 'src', name));
  }
  await cp(
    fileURLToPath(new URL('../../../package.json', import.meta.url)),
    join(folder, 'package.json'),
  );
  await cp(
    fileURLToPath(new URL('../../../node_modules/zod', import.meta.url)),
    join(folder, 'node_modules/zod'),
    { recursive: true },
  );
  await writeFile(
    join(folder, 'src', 'main.ts'),
    `import { readBuild } from './bridge/process/build.ts';\nconsole.log(readBuild());\n`,
  );
});
afterEach(() => removeFolder(folder));

async function build(): Promise<string> {
  const { stdout, stderr } = await runTs(join(folder, 'src', 'main.ts'));
  expect(stderr).toBe('');
  return stdout.trim();
}

test('the same code is the same build, wherever it lies; another file, package or text is another', async () => {
  const first = await build();
  expect(first).toMatch(/^\d+\.\d+\.\d+\+[0-9a-f]{12}$/);
  await writeFile(join(folder, 'src', 'main.js.map'), '{}');
  expect(await build()).toBe(first);
  const seen = [first];
  for (const [name, text] of [
    ['src/extra.ts', ''],
    ['src/extra.ts', 'export {};'],
    ['package-lock.json', '{}'],
  ] as const) {
    await writeFile(join(folder, name), text);
    const next = await build();
    expect(seen).not.toContain(next);
    seen.push(next);
  }
});
