/** Finds where the product writes to the process's own streams past those through whom it is to speak. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tests } from './arrows.ts';

const speaks = /\bconsole\.|\bprocess\.(?:stdout|stderr)\b/;

/** The programs, what tells of their start and their end, and the log. Commands speak through their context. */
const speakers = /^(?:main\.ts|cli\/main\.ts|bridge\/process\/[^/]+|common\/log\.ts)$/;
const isTest = new RegExp(tests);

/** Returns the places, as `cli/x.ts:3`, below the folder `source`. */
export function writesPastTheContext(source: string): string[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !/^(?:workshop|setup)\//.test(path))
    .filter((path) => !speakers.test(path) && !isTest.test(`src/${path}`))
    .flatMap((path) => {
      const lines = readFileSync(join(source, path), 'utf8').split('\n');
      return lines.flatMap((line, at) => (speaks.test(line) ? [`${path}:${at + 1}`] : []));
    });
}
