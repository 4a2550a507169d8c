/**
 * The values of `WWW-Authenticate` and `Authorization`, of HTTP and RTSP: schemes, each with its parameters
 * (RFC 7235 §2.1). Who asks for a login reads the one, who gives it the other.
 */

export interface LoginScheme {
  /** In lower case. */
  readonly scheme: string;
  /** Names in lower case; the last of a name counts. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** A word and, of a parameter, what follows it: each character is looked at once, whatever is sent. */
const part = /([A-Za-z]+)(?:\s*(=)\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))?)?/g;

/** Reads the schemes that have parameters, in their order. One value may hold several (RFC 7235 §4.1). */
export function readLoginSchemes(value: string): LoginScheme[] {
  const found: { scheme: string; parameters: Map<string, string> }[] = [];
  /** The last word that was no parameter, and where it ended. */
  let word = { text: '', end: -1 };
  for (const { 0: all, 1: name = '', 2: equals, 3: inQuotes, 4: bare, index } of value.matchAll(
    part,
  )) {
    if (equals === undefined) {
      word = { text: name.toLowerCase(), end: index + all.length };
      continue;
    }
    // A scheme is a word right before a parameter.
    if (word.end >= 0 && value.slice(word.end, index).trim() === '') {
      found.push({ scheme: word.text, parameters: new Map() });
    }
    word = { text: '', end: -1 };
    const text = inQuotes?.replace(/\\(.)/g, '$1') ?? bare;
    if (text !== undefined) found.at(-1)?.parameters.set(name.toLowerCase(), text);
  }
  return found;
}
