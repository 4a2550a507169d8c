/** What is read out of a file's syntax, as @swc/core tells it. */

/** A node: `type` says of which kind. */
export interface Branch {
  readonly type: string;
  readonly [part: string]: unknown;
}

const isBranch = (part: unknown): part is Branch =>
  typeof part === 'object' && part !== null && typeof (part as Branch).type === 'string';

/** Returns the nodes right below one. Arguments and their like are wrapped once, without a type. */
export function branchesOf(branch: object): Branch[] {
  return Object.values(branch).flatMap((part: unknown) => {
    if (isBranch(part)) return [part];
    return typeof part === 'object' && part !== null ? branchesOf(part) : [];
  });
}

export const isFunction = (branch: Branch | undefined): boolean =>
  /^(?:Function(?:Declaration|Expression)|ArrowFunctionExpression|Constructor|(?:Class|Private|Getter|Setter)?Method(?:Property)?|(?:Getter|Setter)Property)$/.test(
    unwrapped(branch)?.type ?? '',
  );

const wraps =
  /^(?:Ts(?:As|Satisfies|NonNull|ConstAssertion)\w*|ParenthesisExpression|AwaitExpression|OptionalChainingExpression)$/;

/** Returns what stands in parentheses, before `as`, `!` or `?.`, or after `await`. */
export function unwrapped(branch: Branch | undefined | null): Branch | undefined {
  if (!branch || !wraps.test(branch.type)) return branch ?? undefined;
  return unwrapped((branch['expression'] ?? branch['argument'] ?? branch['base']) as Branch);
}

/** Returns `a`, `#a` or `a.b`; of a pattern the names in it, and `?` of all else. */
export function nameOf(branch: Branch | undefined): string {
  const named = unwrapped(branch);
  if (named === undefined) return '?';
  if (typeof named['value'] === 'string') {
    return named.type === 'PrivateName' ? `#${named['value']}` : named['value'];
  }
  if (named.type === 'MemberExpression') {
    return `${nameOf(named['object'] as Branch)}.${nameOf(named['property'] as Branch)}`;
  }
  return namesOf(named).join(' ') || '?';
}

/** Returns every name in a pattern such as `{ a, b: [c] }`. */
export function namesOf(pattern: Branch): string[] {
  if (pattern.type === 'Identifier') return [nameOf(pattern)];
  return branchesOf(pattern).flatMap(namesOf);
}

/** Returns the names that a function declares for itself: its parameters, and what its body declares. */
export function namesIn(branch: Branch): string[] {
  const names = ((branch['params'] ?? []) as Branch[]).flatMap(namesOf);
  const look = (one: Branch): void => {
    if (one.type === 'VariableDeclarator') names.push(...namesOf(one['id'] as Branch));
    for (const below of branchesOf(one)) if (!isFunction(below)) look(below);
  };
  look(branch);
  return names;
}

const changers =
  /^(?:set|add|delete|clear|push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin)$/;

/** Returns the name that a member belongs to: `a` of `a.b[c]`. */
function ownerOf(member: Branch | undefined): string | undefined {
  const at = unwrapped(member);
  if (at?.type === 'Identifier') return nameOf(at);
  return at?.type === 'MemberExpression' ? ownerOf(at['object'] as Branch) : undefined;
}

/** Returns the name in whose value this node changes something, undefined if it changes nothing: `a` of `a.b = 1`. */
export function writtenTo(branch: Branch): string | undefined {
  const target = (part: string): string | undefined => {
    const member = unwrapped(branch[part] as Branch | undefined);
    return member?.type === 'MemberExpression' ? ownerOf(member) : undefined;
  };
  if (branch.type === 'AssignmentExpression') return target('left');
  if (branch.type === 'UpdateExpression') return target('argument');
  if (branch.type === 'UnaryExpression' && branch['operator'] === 'delete')
    return target('argument');
  if (branch.type !== 'CallExpression') return undefined;
  const callee = unwrapped(branch['callee'] as Branch);
  if (callee?.type !== 'MemberExpression') return undefined;
  if (/^(?:Object\.(?:assign|define)|Reflect\.(?:set|define))/.test(nameOf(callee))) {
    const [first] = branch['arguments'] as readonly { expression: Branch }[];
    return ownerOf(first?.expression);
  }
  return changers.test(nameOf(callee['property'] as Branch))
    ? ownerOf(callee['object'] as Branch)
    : undefined;
}
