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
  /^(?:Ts(?:As|Satisfies|NonNull|ConstAssertion|TypeAssertion)\w*|ParenthesisExpression|AwaitExpression|OptionalChainingExpression)$/;

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

/** What of these is a name; the key, or the default, says another. */
const boundIn: Readonly<Record<string, string>> = {
  KeyValuePatternProperty: 'value',
  AssignmentPatternProperty: 'key',
  AssignmentPattern: 'left',
};

/** Returns every name that a pattern such as `{ a, b: [c] = d }` binds: `a` and `c`. */
export function namesOf(pattern: Branch): string[] {
  if (pattern.type === 'Identifier') return [nameOf(pattern)];
  if (pattern.type === 'TsTypeAnnotation') return [];
  const part = boundIn[pattern.type];
  const bound = part === undefined ? branchesOf(pattern) : [pattern[part] as Branch];
  return bound.flatMap(namesOf);
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
  /^(?:set\w*|add|append|delete|clear|push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin|write\w*|swap\d+)$/;

/** Returns the name that a member belongs to: `a` of `a.b[c]`. */
function ownerOf(member: Branch | undefined): string | undefined {
  const at = unwrapped(member);
  if (at?.type === 'Identifier') return nameOf(at);
  if (at?.type === 'ThisExpression') return 'this';
  return at?.type === 'MemberExpression' ? ownerOf(at['object'] as Branch) : undefined;
}

/** Returns the names that members belong to which are assigned to: `a` and `c` of `[a.b, { d: c.e }]`. */
function ownersIn(target: Branch | undefined): (string | undefined)[] {
  const at = unwrapped(target);
  if (at?.type === 'MemberExpression') return [ownerOf(at)];
  const isPattern = at !== undefined && /Pattern|RestElement/.test(at.type);
  return isPattern ? branchesOf(at).flatMap(ownersIn) : [];
}

/** Returns what a call changes something in, by the names of its function and arguments. */
function changedBy(call: Branch): string | undefined {
  const callee = unwrapped(call['callee'] as Branch);
  if (callee?.type !== 'MemberExpression') return undefined;
  const [first] = call['arguments'] as readonly { expression: Branch }[];
  const method = nameOf(callee['property'] as Branch);
  const isGiven = /^(?:Object\.(?:assign|define|set)|Reflect\.(?:set|define|delete))/.test(
    nameOf(callee),
  );
  // Bytes are copied into what is given.
  if (isGiven || method === 'copy') return ownerOf(first?.expression);
  return changers.test(method) ? ownerOf(callee['object'] as Branch) : undefined;
}

const assigned: Readonly<Record<string, string>> = {
  AssignmentExpression: 'left',
  UpdateExpression: 'argument',
  ForOfStatement: 'left',
  ForInStatement: 'left',
};

/** Returns the names in whose values this node changes something: `a` of `a.b = 1`. */
export function writtenTo(branch: Branch): string[] {
  const isDelete = branch.type === 'UnaryExpression' && branch['operator'] === 'delete';
  const part = isDelete ? 'argument' : assigned[branch.type];
  const owners =
    branch.type === 'CallExpression'
      ? [changedBy(branch)]
      : ownersIn(part === undefined ? undefined : (branch[part] as Branch));
  return owners.filter((owner) => owner !== undefined);
}
