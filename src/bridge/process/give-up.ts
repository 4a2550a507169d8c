/** Ends the process if the bridge cannot start, or cannot be closed as it should. */
import { Failure } from '../../common/failures.ts';
import type { Config } from '../config/config.ts';
import { type DotEnv, withPlaces } from '../config/dotenv.ts';
import { startTrouble } from './start-trouble.ts';

/** The settings as far as they were read. */
export interface SettingsSoFar {
  readonly dotEnv: DotEnv;
  /** Absent until it was read. */
  readonly config?: Config;
}

/** Ends with a plain word if the operator can mend it, with everything if it is our fault. */
export function giveUp(error: unknown, { dotEnv, config }: SettingsSoFar): never {
  const plain = error instanceof Failure || (error instanceof Error && 'code' in error);
  const words = startTrouble(error, config) ?? (plain ? error.message : undefined);
  console.error(
    words === undefined ? error : `casement: ${withPlaces(words, dotEnv, process.env)}`,
  );
  process.exit(1);
}
