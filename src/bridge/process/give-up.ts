/** Ends the process if the bridge cannot start, or cannot be closed as it should. */
import { Failure } from '../../common/failures.ts';
import { operatorWords } from '../../common/operator-words.ts';
import type { Config } from '../config/config.ts';
import { type DotEnv, withPlaces } from '../config/dotenv.ts';
import { startTrouble } from './start-trouble.ts';

/** The settings as far as they were read. */
export interface SettingsSoFar {
  readonly dotEnv: DotEnv;
  /** Absent until it was read. */
  readonly config?: Config;
}

/** Returns what is wrong in plain words; undefined if it is our fault. */
function plainWords(error: unknown): string | undefined {
  if (error instanceof Failure) return operatorWords(error);
  return error instanceof Error && 'code' in error ? error.message : undefined;
}

/** Ends with a plain word if the operator can mend it, with everything if it is our fault. */
export function giveUp(error: unknown, { dotEnv, config }: SettingsSoFar): never {
  const words = startTrouble(error, config) ?? plainWords(error);
  console.error(
    words === undefined ? error : `casement: ${withPlaces(words, dotEnv, process.env)}`,
  );
  process.exit(1);
}
