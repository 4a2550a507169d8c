/** Finds module state of the product that can change: what one request leaves there, another's may find. */
import { parseSync } from '@swc/core';
import { productFiles } from './product-files.ts';
import {
  type Branch,
  branchesOf,
  isFunction,
  nameOf,
  namesIn,
  namesOf,
  unwrapped,
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
];

/** A WeakMap is no such state: whoever looks something up there has to have the key. */
const harmless = /^(?:WeakMap|WeakSet|RegExp|Date|URL|Intl\.\w+|Text(?:En|De)coder)$/;
/** What is called so makes something that keeps something. */
const makers = /^(?:(?:create|make|open|start)[A-Z]\w*|Object\.create|Buffer\.alloc\w*)$/;

const calledIn = (made: Branch): string => nameOf(made['callee'] as Branch | undefined);

const isHarmless = (init: Branch | undefined): boolean => {
  const made = unwrapped(init);
  return made?.type === 'NewExpression' && harmless.test(calledIn(made));
};

/** Whether a value keeps something as it stands; else it does only if something is written to it. */
function keeps(init: Branch | undefined): boolean {
  const made = unwrapped(init);
  if (made === undefined) return false;
  const holds = (part: string): boolean => ((made[part] ?? []) as readonly unknown[]).length > 0;
  if (made.type === 'ArrayExpression') return !holds('elements');
  if (made.type === 'ObjectExpression') return !holds('properties');
  // What stands in it from the beginning is looked up, as a rule.
  const isTable = /^(?:Map|Set)$/.test(calledIn(made)) && holds('arguments');
  if (made.type === 'NewExpression') return !isHarmless(made) && !isTable;
  // One that is called as it is defined has variables that outlive the call.
  const isOnce = isFunction(made['callee'] as Branch | undefined);
  return made.type === 'CallExpression' && (isOnce || makers.test(calledIn(made)));
}

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
      : { changing: [], own: isHarmless(init) ? [] : own };
  }
  if (
    branch.type === 'VariableDeclaration' &&
    branch['kind'] !== 'const' &&
    branch['declare'] !== true
  ) {
    return { changing: branchesOf(branch).flatMap((one) => namesOf(one['id'] as Branch)), own: [] };
  }
  if (/^(?:Class|Private)Property$/.test(branch.type) && branch['isStatic'] === true) {
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

/** Names of the module's own that can change. */
function changingIn(text: string): Set<string> {
  const found = new Set<string>();
  const own = new Set(['globalThis']);
  const written = new Set<string>();
  const look = (branch: Branch, hidden: ReadonlySet<string>, isOutside: boolean): void => {
    const what = isOutside ? declared(branch) : undefined;
    for (const name of what?.changing ?? []) found.add(name);
    for (const name of what?.own ?? []) own.add(name);
    const name = writtenTo(branch);
    if (name !== undefined && !hidden.has(name)) written.add(name);
    const isIn = isFunction(branch);
    // What a function declares for itself is another, if it has the name of one.
    const hides = isIn ? new Set([...hidden, ...namesIn(branch)]) : hidden;
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
