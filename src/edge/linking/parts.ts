/** The parts of linking; given as values by the composition root. */
import type { OAuthClient } from '../../identity/oauth-client.ts';
import type { AccessTokens } from '../../identity/access-token.ts';
import type { GrantId } from '../../identity/ids.ts';
import type { LinkingStore } from '../../storage/store.ts';
import type { Log } from './log.ts';

export interface LinkingParts {
  readonly store: LinkingStore;
  readonly accessTokens: AccessTokens;
  readonly clients: readonly OAuthClient[];
  /** Called after a grant was revoked and storage has it: ends its live streams before it returns. */
  readonly onRevoked: (grant: GrantId) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Log;
}
