/**
 * `npm run notices`: writes THIRD-PARTY-NOTICES.md, the licences of the packages that run the bridge. They
 * are read out of node_modules, and say the same wherever that was made from the lock file.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readCommandLine } from './command-line.mjs';
import { productionPackages } from './production-packages.mjs';
import { root } from '../../setup/root.mjs';

export const noticesFile = join(root, 'THIRD-PARTY-NOTICES.md');

const head = `# Third-party notices

Casement is under the Apache License 2.0 (LICENSE). The packages that run it come with the licences below.
Written by \`npm run notices\`; do not edit by hand. The same list for machines: \`npm run sbom\`.

- actions-on-google loads some 25 packages to choose a handler by a request's intent, google-auth-library, gaxios
  and node-fetch among them: they are listed because they are installed and loaded. Nothing in them is called,
  and they open no connection. googleapis, which it asks for, too, is not here: casement-empty-googleapis stands in.
- better-sqlite3 carries SQLite, which is in the public domain.
- The binaries of node-datachannel hold libdatachannel and libjuice (MPL 2.0), libsrtp and usrsctp (BSD-3-Clause)
  and OpenSSL (Apache 2.0); their sources are named in its repository.
- ffmpeg is not part of Casement: where it is installed it runs as a program of its own.
`;

const isLicence = (name) => /^(?:licen[cs]es?|copying|notice)(?:[.-](?!js)[\w.-]+)?$/i.test(name);

/** Returns the texts in a package's folder. */
function textsIn(folder) {
  if (!existsSync(folder)) throw new Error(`${folder} is missing: npm install`);
  return readdirSync(folder)
    .filter(isLicence)
    .toSorted()
    .map((name) => readFileSync(join(folder, name), 'utf8').replaceAll(/\r\n?/g, '\n').trim());
}

/** As the Markdown holds it: a text that has a fence in it would end its own. */
const fenced = (text) => `~~~~text\n${text}\n~~~~`;

/** Returns the page; a text that several packages share is in it once. */
export function makeNotices() {
  const byText = new Map();
  const without = [];
  const rows = [];
  for (const { name, version, license, path, isBinary, isOurs } of productionPackages()) {
    const built = isBinary ? 'built for one kind of machine' : '';
    rows.push(`| ${name} | ${version} | ${license} | ${isOurs ? 'part of Casement' : built} |`);
    // The machine decides which of them is there; they are parts of the package that asks for them.
    if (isBinary || isOurs) continue;
    const texts = textsIn(join(root, path));
    if (texts.length === 0) without.push(`${name} (${license})`);
    for (const text of texts) byText.set(text, [...(byText.get(text) ?? []), `${name} ${version}`]);
  }
  const texts = [...byText].map(
    ([text, names]) => `### ${[...new Set(names)].join(', ')}\n\n${fenced(text)}`,
  );
  return [
    head,
    '## Packages\n\n| package | version | licence | |\n|---|---|---|---|',
    `${rows.join('\n')}\n`,
    `Without a text of their own: ${without.join(', ')}.\n`,
    '## Licences\n',
    texts.join('\n\n'),
    '',
  ].join('\n');
}

if (pathToFileURL(process.argv[1] ?? '').href === import.meta.url) {
  readCommandLine(`Usage: npm run notices

Writes THIRD-PARTY-NOTICES.md: the licences of what runs the bridge.`);
  writeFileSync(noticesFile, makeNotices());
  console.log('written: THIRD-PARTY-NOTICES.md');
}
