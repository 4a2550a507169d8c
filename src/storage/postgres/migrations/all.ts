/** Every step of the schema, in order. */
import { first } from './0001-first.ts';
import { copies } from './0003-copies.ts';
import type { Migration } from './migration.ts';

export const migrations: readonly Migration[] = [first, copies];
