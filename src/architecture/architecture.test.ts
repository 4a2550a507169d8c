/**
 * @takes 18 s
 * @computes
 */
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, jest, test } from '@jest/globals';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { rules } from './arrows.ts';

// The whole source is read: on a loaded machine that takes its time.
jest.setTimeout(240_000);

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Broken rules below `folder`, as `rule: from -> to`. */
async function violations(folder: string): Promise<string[]> {
  const { output } = await cruise(['src'], {
    baseDir: folder,
    ruleSet: { forbidden: [...rules] },
    validate: true,
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: 'node_modules',
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.mjs', '.json'] },
  });
  const { summary } = output as ICruiseResult;
  expect(summary.totalCruised).toBeGreaterThan(50);
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
}

test('no room imports what it must not', async () => {
  expect(await violations(root)).toEqual([]);
});

/** Rule, the room that breaks it, what it imports. */
const planted: [string, string, string][] = [
  ['only the wall reads the map', 'fulfillment', '../storage/device-map.ts'],
  ['only verifiers mint proofs', 'http', '../identity/minting.ts'],
  ['node-cache is the wall’s', 'streams', 'node-cache'],
  ['express is the edge’s', 'linking', 'express'],
  ['actions-on-google is the edge’s', 'fulfillment', 'actions-on-google'],
  ['jsonwebtoken is identity’s', 'http', 'jsonwebtoken'],
  ['identity is a leaf', 'identity', '../partitions/stamp.ts'],
  ['the register is for operators', 'http', '../partitions/register.ts'],
  ['only the wall makes households', 'streams', '../partitions/home.ts'],
  ['nothing imports the edge but the bridge', 'streams', '../http/media.ts'],
  ['the record knows what it is told', 'audit', '../partitions/session.ts'],
  ['only the bridge and commands keep records', 'partitions', '../audit/chain.ts'],
  ['nothing imports the bench', 'http', '../bench/statistics.ts'],
  ['nothing imports the tripwire but the bridge', 'http', '../tripwire/mark.ts'],
  ['the tripwire stands at the front door', 'tripwire', '../http/media.ts'],
  ['the product does not stand on its proof', 'tripwire', '../lab/prove/oracle/oracle.ts'],
  ['prom-client is the metrics’', 'http', 'prom-client'],
];

let found: string[];
beforeAll(async () => {
  const copy = await mkdtemp(join(tmpdir(), 'casement-arrows-'));
  try {
    await cp(join(root, 'src'), join(copy, 'src'), { recursive: true });
    await cp(join(root, 'package.json'), join(copy, 'package.json'));
    await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
    for (const [at, [, room, imported]] of planted.entries()) {
      await writeFile(join(copy, `src/${room}/planted-${at}.ts`), `export * from '${imported}';\n`);
    }
    found = await violations(copy);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
});

test.each(planted.map(([rule, room], at) => [rule, `src/${room}/planted-${at}.ts`]))(
  'a planted violation is found: %s in %s',
  (rule, file) => {
    expect(found).toContainEqual(expect.stringContaining(`${rule}: ${file}`));
  },
);
