/** New keys to sign with, after a database came back from an earlier state: nothing signed until then is believed. */
import { Failure } from '../common/failures.ts';
import { newPair, newShared, type FileKey, type KeyFile } from './key-file-form.ts';
import { putKeyFile, readKeyFile } from './key-file.ts';

type Keys = readonly [FileKey, ...FileKey[]];

/** Returns `own`, with those of `more` that it lacks before or behind them. */
function joined(
  own: Keys,
  more: readonly FileKey[],
  where: 'before' | 'behind',
): [FileKey, ...FileKey[]] {
  const others = more.filter(({ kid }) => !own.some((one) => one.kid === kid));
  const [first, ...rest] = where === 'before' ? [...others, ...own] : [...own, ...others];
  return [first ?? own[0], ...rest];
}

/**
 * Writes to `to` the keys of `from` with new signing and ticket keys in place of all there were. Sealing and
 * record keys that only `others` have are kept, too, as long as something is sealed or signed with them, and
 * come first; hashes go on under the keys of `from`.
 * @throws Failure `internal` if a file is damaged or cannot be written.
 */
export function renewKeys(from: string, to: string, others: readonly string[] = []): void {
  const own = readKeyFile(from);
  const more = others.map(readKeyFile);
  const now = Date.now();
  const renewed: KeyFile = {
    ...own,
    signing: [newPair(now)],
    tickets: [newShared(now)],
    sealing: joined(
      own.sealing,
      more.flatMap(({ sealing }) => sealing),
      'before',
    ),
    record: joined(
      own.record,
      more.flatMap(({ record }) => record),
      'before',
    ),
    places: joined(
      own.places,
      more.flatMap(({ places }) => places),
      'behind',
    ),
    displays: joined(
      own.displays,
      more.flatMap(({ displays }) => displays),
      'behind',
    ),
    marks: joined(
      own.marks,
      more.flatMap(({ marks }) => marks),
      'behind',
    ),
  };
  try {
    putKeyFile(to, renewed);
  } catch (error) {
    const message = `the key file ${to} cannot be replaced by one with new keys: make it writable`;
    throw new Failure('internal', message, { cause: error });
  }
}
