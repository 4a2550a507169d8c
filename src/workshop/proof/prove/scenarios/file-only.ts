/** Why a scenario that lays hands on the file of the database does not run on a server. */
import type { EngineName } from '../../engine.ts';

export const fileOnly = (engine: EngineName): string | undefined =>
  engine === 'sqlite' ? undefined : 'it lays hands on the file of SQLite, and there is none';
