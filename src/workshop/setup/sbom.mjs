/**
 * `npm run sbom`: writes sbom.cdx.json (CycloneDX), the packages that run the bridge, on every kind of
 * machine. npm makes it from the lock file, so that it says the same wherever it is made; `npm pack` ships
 * it.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readCommandLine } from './command-line.mjs';
import { productionPackages } from './production-packages.mjs';
import { root } from '../../setup/root.mjs';

/** Returns what npm makes of the lock file. npm cuts off what it writes to a pipe after 64 KiB: a file takes all. */
function askNpm() {
  const folder = mkdtempSync(join(tmpdir(), 'casement-sbom-'));
  const file = join(folder, 'sbom.json');
  const args = ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'];
  const out = openSync(file, 'w');
  try {
    const { status, error } = spawnSync('npm', args, { cwd: root, stdio: ['ignore', out, 2] });
    if (status !== 0) throw error ?? new Error(`npm sbom ended with ${status}`);
    return JSON.parse(readFileSync(file, 'utf8'));
  } finally {
    closeSync(out);
    rmSync(folder, { recursive: true });
  }
}

/** The SBOM, as an object. */
export function makeSbom() {
  const bom = askNpm();
  const packages = productionPackages();
  const known = new Map(packages.map((one) => [`${one.name}@${one.version}`, one]));
  const { component } = bom.metadata;
  const isPart = (ref) => known.has(ref) || ref === component['bom-ref'];
  // npm names a folder's package after the folder.
  component.name = 'casement';
  const components = bom.components.filter((one) => isPart(one['bom-ref']));
  for (const one of components) {
    const { name, license } = known.get(one['bom-ref']);
    one.name = name;
    if (!one.licenses?.length) one.licenses = [{ expression: license }];
  }
  // `npm sbom --omit=dev` would also leave out what the tests happen to need, too.
  const dependencies = bom.dependencies
    .filter(({ ref }) => isPart(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter(isPart) }));
  return { ...bom, components, dependencies };
}

if (pathToFileURL(process.argv[1] ?? '').href === import.meta.url) {
  readCommandLine(`Usage: npm run sbom

Writes sbom.cdx.json (CycloneDX): the packages that run the bridge.`);
  writeFileSync(join(root, 'sbom.cdx.json'), `${JSON.stringify(makeSbom(), null, 2)}\n`);
  console.log('written: sbom.cdx.json');
}
