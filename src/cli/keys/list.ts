/** casement keys list */
import type { Command } from 'commander';
import { keyKinds, type KeyKind } from '../../identity/key-file-form.ts';
import { readKeyFile } from '../../identity/key-file.ts';
import { endsAt } from '../../identity/key-rotation.ts';
import type { Context } from '../context.ts';
import { leaf, withData, type CommonOptions } from '../leaf.ts';
import { table } from '../table.ts';

interface ListedKey {
  readonly kind: KeyKind;
  readonly kid: string;
  /** Null if nobody wrote it down: in a file of an earlier version. */
  readonly since: string | null;
  /** Whether it is the one that signs, seals or hashes. */
  readonly newest: boolean;
  /** Until when an older key of tokens and tickets is believed. */
  readonly until: string | null;
  /** How many values are sealed with it; null for other kinds. */
  readonly values: number | null;
  /** Whether the key file lacks it, although something is sealed with it. */
  readonly missing: boolean;
}

const iso = (ms: number | undefined): string | null =>
  ms === undefined ? null : new Date(ms).toISOString();

function useOf({ kind, newest, until, missing }: ListedKey): string {
  if (missing) return 'missing from the key file';
  if (newest) return 'in use';
  if (until !== null) return `believed until ${until}`;
  return kind === 'sealing' ? 'opens only' : 'checks only';
}

function listed(file: string, counts: ReadonlyMap<string, number>): readonly ListedKey[] {
  const keys = readKeyFile(file);
  const there = keyKinds.flatMap((kind) =>
    keys[kind].map((key, at): ListedKey => {
      const { kid, since } = key;
      return {
        kind,
        kid,
        since: iso(since),
        newest: at === 0,
        until: at === 0 ? null : iso(endsAt(kind, key)),
        values: kind === 'sealing' ? (counts.get(kid) ?? 0) : null,
        missing: false,
      };
    }),
  );
  const known = new Set(keys.sealing.map(({ kid }) => kid));
  const missing = [...counts].filter(([kid]) => !known.has(kid));
  const rest = { kind: 'sealing', since: null, newest: false, until: null, missing: true } as const;
  return [...there, ...missing.map(([kid, values]): ListedKey => ({ ...rest, kid, values }))];
}

export function registerList(group: Command, context: Context): void {
  leaf(
    group,
    'list',
    'Lists the keys by their ids, and how much is sealed with each. No secrets.',
  ).action(async (options: CommonOptions) =>
    withData(context, options, async ({ store, keysFile }) => {
      const keys = listed(keysFile, await store.operator.sealed.count());
      const rows = keys.map((key) => [
        key.kind,
        key.kid,
        key.since ?? '-',
        useOf(key),
        key.values === null ? '-' : String(key.values),
      ]);
      const head = ['KIND', 'KEY', 'SINCE', 'USE', 'VALUES'];
      return { json: keys, text: table(head, rows, 'There is no key.') };
    }),
  );
}
