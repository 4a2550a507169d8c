/**
 * The key ring of a running bridge, which takes up a changed key file without a restart. A file that cannot
 * be used changes nothing: the earlier keys stay in force.
 */
import { statSync } from 'node:fs';
import { Failure } from '../common/failures.ts';
import { keyKinds, type KeyFile, type KeyKind } from './key-file-form.ts';
import { readKeyFile } from './key-file.ts';
import { nextEnd } from './key-rotation.ts';
import { ringOf, type KeyRing } from './keyring.ts';

export interface LiveKeysOptions {
  readonly file: string;
  /** Returns the ids of the sealing keys with which anything is sealed. Rejects if that cannot be asked. */
  readonly used: () => Promise<ReadonlySet<string>>;
  /** Called for every file that was taken up, and once for each that was not. Must not throw. */
  readonly onTaken: () => void;
  readonly onRefused: (error: unknown) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly intervalMs?: number;
}

export interface LiveKeys {
  /** The keys that are in force at any moment. */
  readonly ring: KeyRing;
  /** Looks now. Returns the ids of all keys in force. @throws Failure if the file cannot be used. */
  look(): Promise<readonly string[]>;
  close(): void;
}

/** Returns the ids of all keys of a file. */
export const kidsOf = (keys: KeyFile): readonly string[] =>
  keyKinds.flatMap((kind) => keys[kind].map(({ kid }) => kid));

/** Returns undefined if there is no file. */
function fileState(file: string): string | undefined {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  return found && [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ');
}

/** Kinds that are read once, at the start, and have to stay as long as the record is kept. */
const lasting: readonly KeyKind[] = ['record', 'places', 'displays', 'marks'];

const textOf = (key: KeyFile[KeyKind][number]): string => ('pem' in key ? key.pem : key.secret);

/** Returns why `fresh` must not take the place of `before`: something that is needed would be lost. */
function reasonToRefuse(
  before: KeyFile,
  fresh: KeyFile,
  used: ReadonlySet<string>,
): string | undefined {
  for (const kind of keyKinds) {
    const there = new Map(fresh[kind].map((key) => [key.kid, textOf(key)]));
    for (const key of before[kind]) {
      const text = there.get(key.kid);
      if (text !== undefined && text !== textOf(key)) {
        return `it has another key under the id ${key.kid} (${kind})`;
      }
      const needed = lasting.includes(kind) || (kind === 'sealing' && used.has(key.kid));
      if (needed && text === undefined) return `the key ${key.kid} (${kind}) is still needed`;
    }
    if (lasting.includes(kind) && fresh[kind][0].kid !== before[kind][0].kid) {
      return `another key of ${kind} stands in front`;
    }
  }
  return undefined;
}

/** Reads the file, which must be there, and begins to watch it. @throws as `openKeyRing`. */
export function openLiveKeys(options: LiveKeysOptions): LiveKeys {
  const { file, used, onTaken, onRefused, now, intervalMs = 500 } = options;
  // Taken before it is read: a replacement meanwhile is seen at the next look.
  let seen = fileState(file);
  let refusal: unknown;
  let current = opened(readKeyFile(file));

  function opened(keys: KeyFile) {
    const at = now();
    return { keys, ring: ringOf(file, keys, at), from: at, end: nextEnd(keys, at) };
  }

  /** The keys in force now: a key that has outlived what it signed goes by itself, and is back with the clock. */
  function ring(): KeyRing {
    const at = now();
    if (at >= current.end || at < current.from) current = opened(current.keys);
    return current.ring;
  }

  function take(state: string | undefined, needed: ReadonlySet<string>): void {
    if (state === undefined)
      throw new Failure('internal', `the key file ${file} is gone: restore it`);
    const keys = readKeyFile(file);
    const why = reasonToRefuse(current.keys, keys, needed);
    if (why !== undefined) {
      throw new Failure(
        'internal',
        `the key file ${file} cannot take the place of what it was: ${why}`,
      );
    }
    current = opened(keys);
    [seen, refusal] = [state, undefined];
    onTaken();
  }

  /** For a value sealed with a key that is not known yet: whoever sealed it has the key from the file. */
  function lookAtOnce(): void {
    const state = fileState(file);
    if (state === undefined || state === seen) return;
    try {
      take(state, new Set(current.keys.sealing.map(({ kid }) => kid)));
    } catch {
      // The report of it follows at the next look.
    }
  }

  async function lookNow(): Promise<void> {
    const state = fileState(file);
    if (state === seen) return;
    const needed = await used();
    try {
      take(state, needed);
    } catch (error) {
      [seen, refusal] = [state, error];
      onRefused(error);
    }
  }

  let looking: Promise<void> = Promise.resolve();
  function look(): Promise<void> {
    const done = looking.then(lookNow);
    looking = done.catch(() => undefined);
    return done;
  }

  // If the store does not answer it is asked again: the file is not forgotten.
  const timer = setInterval(() => void look().catch(() => undefined), intervalMs);
  return {
    ring: {
      get signing() {
        return ring().signing;
      },
      get tickets() {
        return ring().tickets;
      },
      get sealing() {
        return current.ring.sealing;
      },
      get record() {
        return current.ring.record;
      },
      get places() {
        return current.ring.places;
      },
      get displays() {
        return current.ring.displays;
      },
      get marks() {
        return current.ring.marks;
      },
      lookAgain: lookAtOnce,
    },
    async look() {
      await look();
      if (refusal !== undefined) throw refusal;
      return kidsOf(current.keys);
    },
    close: () => clearInterval(timer),
  };
}
