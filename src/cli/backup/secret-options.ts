/** The options that say with what a backup is sealed. */
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { type Secret, shortestPhrase } from '../../wall/operator/backup/sealed-file.ts';
import { Failure } from '../../common/failures.ts';
import { readLines } from '../ask.ts';
import type { Context } from '../context.ts';
import type { CommonOptions } from '../leaf.ts';
import { UsageError } from '../usage.ts';

export interface SecretOptions extends CommonOptions {
  readonly keyFile?: string;
  readonly passPhraseFile?: string;
  readonly passPhraseStdin?: true;
}

/** Returns `command` with those options; `does` words them. */
export function secretOptions(command: Command, does: 'seal' | 'open'): Command {
  return command
    .option('--key-file <file>', `${does} with a file of at least 32 random bytes, kept elsewhere`)
    .option('--pass-phrase-file <file>', `${does} with the pass phrase in a file`)
    .option('--pass-phrase-stdin', 'read the pass phrase from standard input instead of asking');
}

async function inFile(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new Failure('not-found', `${file} cannot be read`, { cause: error });
  }
}

const withoutEnd = (text: string): string => text.replace(/\r?\n$/, '');

/**
 * Returns the secret that was named, else asks for a pass phrase; twice if it is `fresh`.
 * @throws UsageError if there is nobody to ask, or more than one was named.
 */
export async function readSecret(
  context: Context,
  { keyFile, passPhraseFile, passPhraseStdin }: SecretOptions,
  { fresh }: { readonly fresh: boolean },
): Promise<Secret> {
  const named = [keyFile, passPhraseFile, passPhraseStdin].filter((one) => one !== undefined);
  if (named.length > 1) throw new UsageError('name one key file or one pass phrase');
  if (keyFile !== undefined) return { keyFile: await inFile(keyFile) };
  if (passPhraseFile !== undefined) {
    return { phrase: withoutEnd((await inFile(passPhraseFile)).toString()) };
  }
  if (passPhraseStdin === undefined && context.stdin.isTTY !== true) {
    throw new UsageError(
      'there is no terminal to ask for the pass phrase: use --pass-phrase-stdin, --pass-phrase-file or --key-file',
    );
  }
  const twice = fresh && passPhraseStdin === undefined;
  const questions = twice
    ? [`Pass phrase (at least ${shortestPhrase} characters): `, 'Again: ']
    : ['Pass phrase: '];
  const [phrase = '', again] = await readLines(context, questions);
  if (twice && again !== phrase) throw new Failure('bad-request', 'the two pass phrases differ');
  return { phrase };
}
