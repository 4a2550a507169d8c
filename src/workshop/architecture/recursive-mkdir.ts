/** Finds where the product has Node make a folder and those above it: common/make-folder.ts says why it may not. */
import { parseSync } from '@swc/core';
import { productFiles, setUpFiles } from './product-files.ts';
import { type Branch, branchesOf, nameOf, unwrapped } from './syntax.ts';

const isMkdir = (branch: Branch | undefined): boolean =>
  branch !== undefined && /(?:^|\.)mkdir(?:Sync)?$/.test(nameOf(branch));

/** Whether these options say all, and not that it is to be recursive. */
function isPlain(options: Branch | undefined): boolean {
  if (options === undefined) return true;
  const names = branchesOf(options).map((one) =>
    // `{ mode }`, or `{ mode: 0o700 }`.
    nameOf(one.type === 'KeyValueProperty' ? (one['key'] as Branch) : one),
  );
  return options.type === 'ObjectExpression' && names.every((name) => name === 'mode');
}

/** Whether there is a call that may be recursive in it, or the function by another name. */
function makes(branch: Branch): boolean {
  if (branch.type === 'ImportSpecifier') {
    const imported = branch['imported'] as Branch | null;
    return imported !== null && isMkdir(imported);
  }
  if (branch.type === 'CallExpression' && isMkdir(unwrapped(branch['callee'] as Branch))) {
    const given = branch['arguments'] as readonly { expression: Branch }[];
    const [path, options] = given.map(({ expression }) => expression);
    return !isPlain(options) || (path !== undefined && makes(path));
  }
  const isName = branch.type === 'Identifier' || branch.type === 'MemberExpression';
  return (isName && isMkdir(branch)) || branchesOf(branch).some(makes);
}

/** Returns the files, as `cli/x.ts`, below the folder `source`. */
export function recursiveMkdirs(source: string): string[] {
  return [...productFiles(source), ...setUpFiles(source)]
    .filter(({ text }) => text.includes('mkdir'))
    .filter(({ text }) => branchesOf(parseSync(text, { syntax: 'typescript' })).some(makes))
    .map(({ path }) => path);
}
