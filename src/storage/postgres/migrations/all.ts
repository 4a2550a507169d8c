/** Every step of the schema, in order. */
import { first } from './0001-first.ts';
import { bridges } from './0002-bridges.ts';
import { copies } from './0003-copies.ts';
import { historyPages } from './0004-history-pages.ts';
import type { Migration } from './migration.ts';

export const migrations: readonly Migration[] = [first, bridges, copies, historyPages];
