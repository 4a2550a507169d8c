/** What is said of a database that a copy takes away, or has. */
import type { EngineName } from './side.ts';

const called: Readonly<Record<EngineName, string>> = {
  sqlite: 'the SQLite file of a data folder',
  postgres: 'a PostgreSQL database',
};
const named: Readonly<Record<EngineName, string>> = {
  sqlite: 'leave DATABASE_URL and OPERATOR_DATABASE_URL out',
  postgres: 'set DATABASE_URL, and OPERATOR_DATABASE_URL for commands',
};

/** `to`: where it goes. */
export const isMoved = (to: EngineName): string =>
  `it was moved to ${called[to]} by casement store copy: ${named[to]}`;

/** The same while that is not done. */
export const isMoving = (to: EngineName): string =>
  `casement store copy moves it to ${called[to]}, or was cut off: run casement store copy --to ${to} again, ` +
  'or with --take-back to stay here';

/** The same where nobody may look which of the two. */
export const isShut =
  `casement store copy has moved what it held, or is about to: ${named.sqlite} once that is done; where it was ` +
  'cut off, run casement store copy --to sqlite again, or with --take-back to stay here';

/** What a write says that comes too late. */
export const movedAway = 'the database was moved by casement store copy: try again';
