/** `${name}` in a fixture: what differs from account to account. */
import { Failure } from '../../../common/failures.ts';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Variables = ReadonlyMap<string, string>;

function fillText(text: string, variables: Variables): string {
  return text.replaceAll(/\$\{([\w.]+)\}/g, (_whole, name: string) => {
    const value = variables.get(name);
    if (value === undefined) throw new Failure('bad-request', `there is nothing for \${${name}}`);
    return value;
  });
}

/**
 * A copy with every `${name}` replaced, in texts and in names.
 * @throws Failure `bad-request` naming the first variable that has no value.
 */
export function fill(value: Json, variables: Variables): Json {
  if (typeof value === 'string') return fillText(value, variables);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => fill(item, variables));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [fillText(key, variables), fill(inner, variables)]),
  );
}
