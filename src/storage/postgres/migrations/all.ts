/** Every step of the schema, in order. */
import { first } from './0001-first.ts';
import { historyPages } from './0005-history-pages.ts';
import type { Migration } from './migration.ts';

export const migrations: readonly Migration[] = [first, historyPages];
