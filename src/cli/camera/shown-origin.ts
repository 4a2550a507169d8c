/** What is bound of a camera, as the commands print it. */
import type { Connections } from '../../wall/partitions/camera-address.ts';
import type { RegisteredOrigin } from '../../wall/operator/origin-register.ts';

/** `yes`, `not yet`, or which of its URLs are not bound. */
export function boundWord(origins: readonly RegisteredOrigin[]): string {
  const open = origins.filter(({ bound }) => !bound);
  if (open.length === 0) return 'yes';
  if (open.length === origins.length) return 'not yet';
  return `not ${open.map(({ line }) => line).join(', ')}`;
}

const connectionWords = {
  one: ', 1 connection',
  learnt: ', 1 connection (learnt)',
  many: '',
} as const;

/** Says how its media comes, and how often at a time if that is known to be once. */
export function transportWord(
  origins: readonly RegisteredOrigin[],
  connections: Connections = 'many',
): string {
  const kind = origins.find(({ line }) => line === 'stream')?.transport ?? 'not yet';
  return `${kind}${connectionWords[connections]}`;
}

/** Returns an origin for `--json`: null for what was not met yet. */
export function shownOrigin(origin: RegisteredOrigin) {
  const { line, bound, scheme, key, transport, unconfirmed = false } = origin;
  return {
    line,
    bound,
    authentication: scheme ?? null,
    key: key ?? null,
    transport: transport ?? null,
    unconfirmed,
  };
}
