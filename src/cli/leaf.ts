/** What every command that touches the data folder shares. */
import type { Command } from 'commander';
import { Failure } from '../common/failures.ts';
import { recordPlace, type RecordPlace } from '../wall/audit/place.ts';
import { auditKeys, type AuditKeys } from '../identity/audit-key.ts';
import type { KeyRing } from '../identity/keyring.ts';
import { refuseHalfCopied } from '../bridge/data-folder/copy-mark.ts';
import { refuseLostDatabase } from '../bridge/data-folder/lost-database.ts';
import { createLookup } from '../pictures/cameras/lookup.ts';
import { streamForm } from '../pictures/cameras/stream-form.ts';
import { createRegister, type Register } from '../wall/operator/register.ts';
import { refuseHalfRestored } from '../bridge/data-folder/restore-mark.ts';
import { dataFolder } from '../storage/data-folder.ts';
import type { Store } from '../storage/store.ts';
import type { Context } from './context.ts';
import { folderOf, howToName } from './data-dir.ts';
import { isThere } from './is-there.ts';
import { databaseUrl, openStore, refuseOtherFolder } from './open-store.ts';

export interface CommonOptions {
  readonly json?: true;
  readonly dataDir?: string;
}

/** The open data folder; closed when the work is done. */
export interface Data {
  /** Its path. */
  readonly folder: string;
  readonly store: Store;
  /** Tells which database it is, for the bridge to compare. */
  readonly identity: () => Promise<string>;
  readonly ring: KeyRing;
  /** Where the keys of that ring lie. */
  readonly keysFile: string;
  readonly register: Register;
  /** The delivery record. */
  readonly record: { readonly place: RecordPlace; readonly keys: AuditKeys };
}

/** What a command prints: a value for `--json`, lines for a person. */
export interface Answer {
  readonly json: unknown;
  readonly text: string;
}

/** Adds a command with the options that all have. `usage` is its name and arguments. */
export function leaf(group: Command, usage: string, description: string): Command {
  return group
    .command(usage)
    .description(description)
    .option('--json', 'print JSON, errors too')
    .option('--data-dir <folder>', 'the data folder (default: DATA_DIR, or ./data)')
    .allowExcessArguments(false);
}

/** Returns the path of a data folder's key file, which may lie elsewhere (KEYS_FILE). */
export const keysFile = (context: Context, folder: string): string =>
  context.env['KEYS_FILE'] || dataFolder(folder).keys;

/** Prints a command's answer. */
export function print(context: Context, options: CommonOptions, { json, text }: Answer): void {
  context.stdout.write(`${options.json ? JSON.stringify(json) : text}\n`);
}

/** Opens the data folder as `withOpenData` does, and prints the answer of `work`. */
export function withData(
  context: Context,
  options: CommonOptions,
  work: (data: Data) => Promise<Answer>,
  how: { readonly create?: boolean } = {},
): Promise<void> {
  return withOpenData(
    context,
    options,
    async (data) => print(context, options, await work(data)),
    how,
  );
}

/** Opens the data folder and does `work`. A running bridge may have it open too and notices a change by itself. */
export async function withOpenData(
  context: Context,
  options: CommonOptions,
  work: (data: Data) => Promise<void>,
  { create = false }: { readonly create?: boolean } = {},
): Promise<void> {
  const folder = folderOf(context, options);
  const paths = dataFolder(folder, keysFile(context, folder));
  const { database, keys } = paths;
  const url = databaseUrl(context);
  refuseHalfRestored(folder);
  refuseHalfCopied(folder);
  if (url === undefined) refuseLostDatabase(folder);
  const isBegun = isThere(url === undefined ? database : keys);
  // A mistyped folder must not come into being as an empty one.
  if (!create && !isBegun) {
    const how = howToName(context, options);
    if (url !== undefined) await refuseOtherFolder(paths, url, `not ${folder}: ${how}`);
    throw new Failure(
      'not-found',
      `there is no data in ${folder}: ${how}, or begin it with casement account add`,
    );
  }
  const isNew = !isBegun && !isThere(keys);
  const { ring, store, identity } = await openStore(paths, url);
  // Nor silently, even if the command is there to make one.
  if (isNew) context.stderr.write(`There was no data in ${folder}: it is begun there.\n`);
  try {
    const register = createRegister(store, ring, createLookup(), streamForm);
    const record = { place: recordPlace(folder), keys: auditKeys(ring) };
    await work({ folder, store, identity, ring, keysFile: keys, register, record });
  } finally {
    await store.close();
  }
}
