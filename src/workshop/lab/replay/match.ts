/**
 * Compares an answer with what was expected, and says where they differ.
 *
 * What is expected is JSON. An object with one name that begins with `$` is a matcher:
 * - `{"$any": "string"}`: anything of that type (string, number, boolean, object, array)
 * - `{"$match": "regular expression"}`: a text that matches as a whole
 * - `{"$url": "hls"}`, `{"$url": "webrtc"}`: an absolute stream URL of that protocol
 * - `{"$json": …}`: a text that holds JSON matching …
 * - `{"$each": …}`: an array, not empty, each item of which matches …
 * - `{"$either": […]}`: something that matches one of them
 * - `{"$optional": …}`: as the value of a name that may be missing
 * Everything else is compared exactly: a name too many is a difference too.
 */
import type { Json } from './variables.ts';

export interface Difference {
  /** Where, e.g. `payload.commands[0].status`. */
  readonly at: string;
  readonly expected: string;
  readonly found: string;
}

type Check = (rule: Json, found: Json | undefined, at: string) => readonly Difference[];

const streamUrls: Readonly<Record<string, RegExp>> = {
  hls: /^https?:\/\/[^/]+\/live\/[\w.-]+\/index\.m3u8$/,
  webrtc: /^https?:\/\/[^/]+\/live\/[\w.-]+\/signal$/,
};

function show(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

/** Returns a rule that is a text; nothing matches any other. */
const textOf = (rule: Json | undefined): string => (typeof rule === 'string' ? rule : show(rule));

function unless(holds: boolean, at: string, expected: string, found: Json | undefined) {
  return holds ? [] : [{ at: at || 'the body', expected, found: show(found) }];
}

function typeOf(value: Json | undefined): string {
  if (Array.isArray(value)) return 'array';
  return value === null ? 'null' : typeof value;
}

const isObject = (value: Json | undefined): value is { [key: string]: Json } =>
  typeOf(value) === 'object';

const matchers: Readonly<Record<string, Check>> = {
  $any: (rule, found, at) =>
    unless(typeOf(found) === rule, at, `a value of type ${show(rule)}`, found),
  $match(rule, found, at) {
    const holds = typeof found === 'string' && new RegExp(`^(?:${textOf(rule)})$`, 's').test(found);
    return unless(holds, at, `a text like ${textOf(rule)}`, found);
  },
  $url(rule, found, at) {
    const holds = typeof found === 'string' && streamUrls[textOf(rule)]?.test(found) === true;
    return unless(holds, at, `a URL for ${textOf(rule)}`, found);
  },
  $json(rule, found, at) {
    let inner: Json;
    try {
      inner = JSON.parse(textOf(found)) as Json;
    } catch {
      return unless(false, at, 'a text holding JSON', found);
    }
    return differences(rule, inner, `${at}(JSON)`);
  },
  $each(rule, found, at) {
    if (!Array.isArray(found) || found.length === 0) return unless(false, at, 'a list', found);
    return found.flatMap((item, index) => differences(rule, item, `${at}[${index}]`));
  },
  $either(rule, found, at) {
    const ways = Array.isArray(rule) ? rule : [];
    const holds = ways.some((way) => differences(way, found, at).length === 0);
    return unless(holds, at, `one of ${show(rule)}`, found);
  },
  $optional: (rule, found, at) => (found === undefined ? [] : differences(rule, found, at)),
};

function matcherOf(expected: Json): { check: Check; rule: Json } | undefined {
  if (!isObject(expected)) return undefined;
  const [[name, rule] = ['', null], ...others] = Object.entries(expected);
  if (others.length > 0 || !Object.hasOwn(matchers, name)) return undefined;
  const check = matchers[name];
  return check && { check, rule };
}

function ofObjects(expected: { [key: string]: Json }, found: { [key: string]: Json }, at: string) {
  const names = new Set([...Object.keys(expected), ...Object.keys(found)]);
  return [...names].flatMap((name) => {
    const place = at === '' ? name : `${at}.${name}`;
    const own = Object.hasOwn(found, name) ? found[name] : undefined;
    const rule = Object.hasOwn(expected, name) ? expected[name] : undefined;
    return rule === undefined
      ? unless(false, place, 'nothing', own)
      : differences(rule, own, place);
  });
}

/** Returns every place where `found` is not as `expected`; empty if it is. */
export function differences(
  expected: Json,
  found: Json | undefined,
  at = '',
): readonly Difference[] {
  const matcher = matcherOf(expected);
  if (matcher !== undefined) return matcher.check(matcher.rule, found, at);
  if (Array.isArray(expected) && Array.isArray(found)) {
    const length = Math.max(expected.length, found.length);
    return Array.from({ length }, (_, index) => index).flatMap((index) => {
      const [rule, own] = [expected[index], found[index]];
      const place = `${at}[${index}]`;
      return rule === undefined
        ? unless(false, place, 'nothing', own)
        : differences(rule, own, place);
    });
  }
  if (isObject(expected) && isObject(found)) return ofObjects(expected, found, at);
  return unless(expected === found, at, show(expected), found);
}
