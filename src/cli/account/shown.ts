/** An account as the commands print it: never its password hash. */
import type { AccountRecord } from '../../storage/accounts.ts';

export function shown({ id, name, email, createdAt }: AccountRecord) {
  return { id, name, email, createdAt: new Date(createdAt).toISOString() };
}
