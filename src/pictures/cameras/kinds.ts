/** The kinds of sources that there are; the scheme of a camera's URL says which one it is. */
import type { StreamForm } from '../../wall/partitions/stream-form.ts';
import { rtspKind } from './rtsp/kind.ts';
import { formOf, type SourceKind } from './source-kind.ts';

export interface SourceKinds extends Pick<SourceKind, 'opener' | 'check'> {
  /** For the wall. */
  readonly form: StreamForm;
}

const schemeOf = (url: string): string =>
  URL.canParse(url) ? new URL(url).protocol.slice(0, -1) : '';

/**
 * Joins kinds of sources, each found by the schemes of its URLs. A URL of no kind is left to the first one, which
 * refuses it as it does any that is not its own.
 * @throws TypeError if there is no kind, or two have one scheme
 */
export function createSourceKinds(kinds: readonly SourceKind[]): SourceKinds {
  const [first] = kinds;
  if (first === undefined) throw new TypeError('there is no kind of source');
  const byScheme = new Map<string, SourceKind>();
  for (const kind of kinds) {
    for (const scheme of kind.schemes) {
      if (byScheme.has(scheme)) throw new TypeError(`two kinds of sources have ${scheme}://`);
      byScheme.set(scheme, kind);
    }
  }
  const of = (url: string): SourceKind => byScheme.get(schemeOf(url)) ?? first;

  return {
    form: formOf(kinds),
    opener(options) {
      const openers = new Map(kinds.map((kind) => [kind, kind.opener(options)]));
      const firstOpener = openers.get(first) ?? first.opener(options);
      return (address, after) => (openers.get(of(address.stream)) ?? firstOpener)(address, after);
    },
    check: (options) => of(options.address.stream).check(options),
  };
}

/**
 * Returns the kinds that Casement has. A new one is added here, to `stream-form.ts` and to the table of the
 * README.
 */
export const sourceKinds = (): SourceKinds => createSourceKinds([rtspKind()]);
