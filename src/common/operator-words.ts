/** What an operator is told of a refusal: more than its public message says. */
import type { Failure } from './failures.ts';

/** Returns the message, and of a store that is down why, as far as that is in the words of its engine: they name no value. */
export function operatorWords({ code, message, cause }: Failure): string {
  const why = code === 'storage-down' && cause instanceof Error && cause.message;
  return why ? `${message}: ${why}` : message;
}
