/** Which values of a module keep something as they stand there, as @swc/core tells them. */
import { type Branch, isFunction, nameOf, unwrapped } from './syntax.ts';

/** A WeakMap is no such state: whoever looks something up there has to have the key. */
const keyed = /^Weak(?:Map|Set)$/;
/** Keeps something only if it is written to. */
const plain = /^(?:\w*Error|RegExp|Date|URL|Intl\.\w+|Text(?:En|De)coder)$/;
/** A method that is called so makes something that keeps something. */
const makers = /(?:^|\.)(?:create|make|open|start|new)[A-Z]\w*$|^(?:Object\.\w+|Buffer\.alloc\w*)$/;
/** What other functions give may keep something. These only look up or work out what they give. */
const given =
  /^(?:Symbol|join|fileURLToPath|find|collect|formOf|helmet|id|inBytes|kidIn|messagePage|operationsOf|pageHeaders|requestOf|stroke|these|Object\.(?:keys|values|entries|fromEntries))$/;

const calledIn = (made: Branch): string => nameOf(made['callee'] as Branch | undefined);

/** Whether it is a WeakMap or WeakSet. */
export function isKeyed(init: Branch | undefined): boolean {
  const made = unwrapped(init);
  return made?.type === 'NewExpression' && keyed.test(calledIn(made));
}

/** The values in an array or an object as they stand there, or of which `??` or `? :` takes one. */
function partsOf(made: Branch): Branch[] {
  const of = (...parts: readonly string[]): Branch[] => parts.map((part) => made[part] as Branch);
  if (made.type === 'ConditionalExpression') return of('consequent', 'alternate');
  if (made.type === 'BinaryExpression') {
    return /^(?:\?\?|\|\||&&)$/.test(made['operator'] as string) ? of('left', 'right') : [];
  }
  if (made.type === 'ArrayExpression') {
    const elements = made['elements'] as readonly ({ readonly expression: Branch } | null)[];
    return elements.flatMap((one) => (one === null ? [] : [one.expression]));
  }
  if (made.type !== 'ObjectExpression') return [];
  const properties = made['properties'] as readonly Branch[];
  return properties.flatMap((one) =>
    one.type === 'KeyValueProperty' ? [one['value'] as Branch] : [],
  );
}

/** Whether what a call gives keeps something. */
function givesKeeper(call: Branch): boolean {
  const callee = unwrapped(call['callee'] as Branch);
  // One that is called as it is defined has variables that outlive the call.
  if (isFunction(callee)) return true;
  const name = calledIn(call);
  if (name === 'Object.freeze') {
    const [{ expression } = {}] = call['arguments'] as readonly { expression?: Branch }[];
    const frozen = unwrapped(expression);
    const parts = frozen === undefined ? [] : partsOf(frozen);
    return /^(?:Array|Object)Expression$/.test(frozen?.type ?? '')
      ? parts.some(keeps)
      : keeps(frozen);
  }
  if (given.test(name)) return false;
  return callee?.type === 'Identifier' || makers.test(name);
}

/** Whether a value keeps something as it stands; else it does only if something is written to it. */
export function keeps(init: Branch | undefined): boolean {
  const made = unwrapped(init);
  if (made === undefined) return false;
  const holds = (part: string): boolean => ((made[part] ?? []) as readonly unknown[]).length > 0;
  if (made.type === 'ArrayExpression' && !holds('elements')) return true;
  if (made.type === 'ObjectExpression' && !holds('properties')) return true;
  // What stands in it from the beginning is looked up, as a rule.
  const isTable = /^(?:Map|Set)$/.test(calledIn(made)) && holds('arguments');
  if (made.type === 'NewExpression')
    return !isKeyed(made) && !plain.test(calledIn(made)) && !isTable;
  return made.type === 'CallExpression' ? givesKeeper(made) : partsOf(made).some(keeps);
}
