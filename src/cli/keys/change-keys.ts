/**
 * How keys are changed, step by step. Whatever ends it between two steps, everything can still be read with
 * the keys of the key file, and `keys retire` does the rest.
 */
import { Failure } from '../../common/failures.ts';
import type { KeyFile } from '../../identity/key-file-form.ts';
import { readKeyFile, replaceKeyFile } from '../../identity/key-file.ts';
import { atOnce, rotated, standing, withoutSealing } from '../../identity/key-rotation.ts';
import { ringOf } from '../../identity/keyring.ts';
import { kidsOf } from '../../identity/live-keys.ts';
import { resealAll, type Resealing } from '../../wall/operator/resealing.ts';
import type { OperatorStore } from '../../storage/store.ts';

export interface KeyWork {
  /** The key file. */
  readonly file: string;
  readonly store: OperatorStore<'sealed'>;
  /**
   * Resolves once the bridge that runs on the folder has said that these keys are in force, or any if none
   * are named; at once if none runs.
   * @throws Unheard if one runs and does not say so.
   */
  readonly heard: (kids?: readonly string[]) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The time that has certainly come: a clock that was put ahead ends no key. */
  readonly reached: () => number;
  /** Is told how many values were sealed anew by then. */
  readonly onResealed?: (values: number) => void;
}

/** What is over, and what has to be kept. */
export interface Retired extends Resealing {
  /** What the key file will hold from now on. */
  readonly keys: KeyFile;
  /** The sealing keys that were dropped. */
  readonly dropped: readonly string[];
}

export interface RotateTerms {
  /** Whether what the old keys of tokens and tickets signed is no longer believed. */
  readonly endOld: boolean;
}

/** How far the work has come. */
export type Step = 'new keys' | 'taken up' | 'resealed' | 'dropped' | 'written' | 'known';

/** @throws Failure `bad-request`, naming the way, if the file cannot be written. */
function write(file: string, keys: KeyFile): void {
  try {
    replaceKeyFile(file, keys);
  } catch (cause) {
    const why =
      `the key file ${file} cannot be written: add --out <file>, and put what it writes ` +
      'in the place of the key file';
    throw new Failure('bad-request', why, { cause });
  }
}

/**
 * Seals everything with the newest key and drops the keys that nothing needs any more: from the database, and
 * from the result. The key file stays.
 */
export async function* retire(work: KeyWork): AsyncGenerator<Step, Retired> {
  const { file, store, heard, now, reached, onResealed } = work;
  const keys = readKeyFile(file);
  // A bridge without the newest key could read nothing that is sealed with it.
  await heard(kidsOf(keys));
  const resealing = await resealAll(store, ringOf(file, keys, now()), onResealed);
  yield 'resealed';
  const [, ...older] = keys.sealing.map(({ kid }) => kid);
  const dropped = await store.operator.sealed.dropKeys(older);
  yield 'dropped';
  return {
    ...resealing,
    dropped,
    keys: withoutSealing(standing(keys, reached()), new Set(dropped)),
  };
}

/** Does the same as `retire`, and writes the key file. */
export async function* retireInPlace(work: KeyWork): AsyncGenerator<Step, Retired> {
  const retired = yield* retire(work);
  write(work.file, retired.keys);
  yield 'written';
  await work.heard(kidsOf(retired.keys));
  yield 'known';
  return retired;
}

/** Returns the keys with new ones in front, of which nobody else has a copy. */
export function withNew(
  { file, now, reached }: Pick<KeyWork, 'file' | 'now' | 'reached'>,
  { endOld }: RotateTerms,
): KeyFile {
  const fresh = rotated(standing(readKeyFile(file), reached()), now());
  return endOld ? atOnce(fresh) : fresh;
}

/** Makes new keys for access tokens, tickets and sealing, and drops every old one that nothing needs. */
export async function* rotateInPlace(
  work: KeyWork,
  terms: RotateTerms = { endOld: false },
): AsyncGenerator<Step, Retired> {
  const { file, heard } = work;
  // A bridge that would not take them up must not be left with them.
  await heard();
  const keys = withNew(work, terms);
  write(file, keys);
  yield 'new keys';
  await heard(kidsOf(keys));
  yield 'taken up';
  return yield* retireInPlace(work);
}

/** Does all of its steps. */
export async function complete(steps: AsyncGenerator<Step, Retired>): Promise<Retired> {
  for (;;) {
    const { done, value } = await steps.next();
    if (done === true) return value;
  }
}
