/** An account as the commands print it: never its password hash. */
import type { AccountRecord } from '../../storage/accounts.ts';
import { isCanaryEmail } from '../../tripwire/canary-account.ts';

/** Returns what is printed: `canary` and `unconfirmed` only if they hold, the time as ISO 8601. */
export function shown({ id, name, email, createdAt, unconfirmed }: AccountRecord) {
  const canary = isCanaryEmail(email);
  return {
    id,
    name,
    email,
    createdAt: new Date(createdAt).toISOString(),
    ...(canary && { canary }),
    ...(unconfirmed && { unconfirmed }),
  };
}
