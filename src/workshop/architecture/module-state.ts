/** Finds module state of the product that can change: what one request leaves there, another's may find. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tests } from './arrows.ts';

// A WeakMap is no such state: whoever looks something up there has to have the key. What a `create…` made may hold
// anything.
const changes =
  /^(?:export )?(?:(?:let|var) |const [^=]+ = (?:(?:new (?:Map|Set)(?:<.*>)?\(\)|\[\]|\{\});|new (?:LRU|Node)Cache\b|create(?!Hash\b)[A-Z]))/;

/** One process has one of each. Nothing of an account or a camera is in them. */
const allowed = new Map([
  // Random bytes that were drawn and not given out yet.
  ['identity/random.ts', 1],
  // How many descriptors are hidden from what is started, and the one that stands in their place.
  ['pictures/streams/stills/confine.ts', 2],
]);
const isTest = new RegExp(tests);

/** Returns the places, as `wall/x.ts:3`, below the folder `source`. */
export function changingModuleState(source: string): string[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !/^(?:workshop|setup)\//.test(path))
    .filter((path) => !isTest.test(`src/${path}`))
    .flatMap((path) => {
      const lines = readFileSync(join(source, path), 'utf8').split('\n');
      const found = lines.flatMap((line, at) => (changes.test(line) ? [`${path}:${at + 1}`] : []));
      return found.length === allowed.get(path) ? [] : found;
    });
}
