/** What an installed copy is made of, and what it says of that. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../../testing/scratch-folder.ts';
import { checkout } from '../../testing/checkout.ts';

jest.setTimeout(120_000);

const from = fileURLToPath(checkout);

let folder: string;
beforeAll(async () => {
  folder = scratchFolder('packages');
});
afterAll(() => removeFolder(folder));

/** What npm prints for a program. */
async function npm(cwd: string, ...args: readonly string[]): Promise<unknown> {
  const env = { PATH: process.env['PATH'], HOME: folder };
  const options = { cwd, env, maxBuffer: 64 * 1024 * 1024 };
  const { stdout } = await promisify(execFile)('npm', [...args, '--offline'], options);
  return JSON.parse(stdout);
}

test('what stands in for googleapis is told by a name of its own in a list of all packages', async () => {
  for (const name of ['package.json', 'package-lock.json', 'src/setup/empty-googleapis']) {
    if (!existsSync(join(from, name))) continue;
    await cp(join(from, name), join(folder, name), { recursive: true });
  }
  const list = ['--package-lock-only', '--omit=dev', '--sbom-format', 'cyclonedx'];
  const { components } = (await npm(folder, 'sbom', ...list)) as {
    components: readonly { readonly name: string; readonly purl: string }[];
  };
  const told = components.filter(({ name }) => name.endsWith('googleapis'));
  expect(told.map(({ purl }) => purl)).toEqual(['pkg:npm/casement-empty-googleapis@1.0.0']);
});

test('the package says whom to tell of a weakness, and whose work it holds', async () => {
  const [packed] = (await npm(from, 'pack', '--dry-run', '--json', '--ignore-scripts')) as [
    { readonly files: readonly { readonly path: string }[] },
  ];
  const paths = packed.files.map(({ path }) => path);
  const wanted = ['SECURITY.md', 'THIRD-PARTY-NOTICES.md'];
  expect(wanted.filter((name) => !paths.includes(name))).toEqual([]);
});
