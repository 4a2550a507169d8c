/** Finds module state of the product that can change: what one request leaves there, another's may find. */
import { parseSync } from '@swc/core';
import { isKeyed, keeps } from './keepers.ts';
import { productFiles } from './product-files.ts';
import {
  type Branch,
  branchesOf,
  isFunction,
  nameOf,
  namesIn,
  namesOf,
  writtenTo,
} from './syntax.ts';

/** One process has one of each. Nothing of an account or a camera is in them. */
const allowed = [
  // Random bytes that were drawn and not given out yet.
  'identity/random.ts: pool',
  'identity/random.ts: used',
  // How many descriptors are hidden from what is started, and the one that stands in their place.
  'pictures/streams/stills/confine.ts: masked',
  'pictures/streams/stills/confine.ts: nothing',
  // Which signals came, and the status with which the process ends.
  'main.ts: signals',
  'main.ts: process',
  'cli/main.ts: process',
  // Stands for a file that does not exist, and is empty.
  'bridge/config/dotenv.ts: noDotEnv',
];

interface Declared {
  /** Names of what can change. */
  readonly changing: readonly string[];
  /** Names of what changes if something is written to it. */
  readonly own: readonly string[];
}

/** What a node outside all functions declares. */
function declared(branch: Branch): Declared {
  const none = { changing: [], own: [] };
  if (branch.type === 'VariableDeclarator') {
    const [own, init] = [namesOf(branch['id'] as Branch), branch['init'] as Branch | undefined];
    return keeps(init)
      ? { changing: own, own: [] }
      : { changing: [], own: isKeyed(init) ? [] : own };
  }
  if (
    branch.type === 'VariableDeclaration' &&
    branch['kind'] !== 'const' &&
    branch['declare'] !== true
  ) {
    return { changing: branchesOf(branch).flatMap((one) => namesOf(one['id'] as Branch)), own: [] };
  }
  if (
    /^(?:(?:Class|Private)Property|AutoAccessor)$/.test(branch.type) &&
    branch['isStatic'] === true
  ) {
    const stays = branch['readonly'] === true && !keeps(branch['value'] as Branch | undefined);
    return stays ? none : { changing: [`static ${nameOf(branch['key'] as Branch)}`], own: [] };
  }
  if (branch.type === 'ExportDefaultExpression') {
    return keeps(branch['expression'] as Branch) ? { changing: ['default'], own: [] } : none;
  }
  if (/^(?:Function|Class)Declaration$/.test(branch.type)) {
    return { changing: [], own: [nameOf(branch['identifier'] as Branch)] };
  }
  return /^Import.*Specifier$/.test(branch.type)
    ? { changing: [], own: [nameOf(branch['local'] as Branch)] }
    : none;
}

/** Whether `this` is, in a function, something that there is once: an object or a class of the module's own. */
function hasOwnThis(branch: Branch, isOutside: boolean): boolean {
  if (branch.type === 'ArrowFunctionExpression') return true;
  if (!isOutside || branch['isStatic'] === false) return false;
  return !/^(?:Constructor|FunctionDeclaration)$/.test(branch.type);
}

/** Names of the module's own that can change. */
function changingIn(text: string): Set<string> {
  const found = new Set<string>();
  // What all modules share is nobody's own, and kept all the same.
  const own = new Set(['this', ...Object.getOwnPropertyNames(globalThis)]);
  const written = new Set<string>();
  const look = (branch: Branch, hidden: ReadonlySet<string>, isOutside: boolean): void => {
    const what = isOutside ? declared(branch) : undefined;
    for (const name of what?.changing ?? []) found.add(name);
    for (const name of what?.own ?? []) own.add(name);
    for (const name of writtenTo(branch)) if (!hidden.has(name)) written.add(name);
    const isIn = isFunction(branch);
    // What a function declares for itself is another, if it has the name of one.
    const names = isIn
      ? [...namesIn(branch), ...(hasOwnThis(branch, isOutside) ? [] : ['this'])]
      : [];
    const hides = isIn ? new Set([...hidden, ...names]) : hidden;
    for (const one of branchesOf(branch)) look(one, hides, isOutside && !isIn);
  };
  for (const one of branchesOf(parseSync(text, { syntax: 'typescript' })))
    look(one, new Set(), true);
  for (const name of written) if (own.has(name)) found.add(name);
  return found;
}

/** Returns each as `wall/x.ts: name`, of all files below the folder `source`. */
export function changingModuleState(source: string): string[] {
  return productFiles(source)
    .flatMap(({ path, text }) => [...changingIn(text)].map((name) => `${path}: ${name}`))
    .filter((found) => !allowed.includes(found));
}
