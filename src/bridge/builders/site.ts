/** Builds what people see: the parts of the pages and of linking, and the virtual display. */
import { createDisplay, type Display } from '../../edge/http/display.ts';
import type { CountRefusal } from '../../edge/http/refusals.ts';
import type { SiteParts } from '../../edge/http/site.ts';
import { createSignIns } from '../../identity/sign-in.ts';
import { reasonWords } from '../../pictures/cameras/reason-words.ts';
import { times } from '../limits.ts';
import type { Clients } from './clients.ts';
import type { BuildContext } from './context.ts';
import type { Pictures } from './pictures.ts';
import type { BridgeStorage } from './storage.ts';
import type { Wall } from './wall.ts';

export interface Site {
  readonly parts: SiteParts;
  /** Undefined if there is none. */
  readonly display: Display | undefined;
}

export interface BridgeSiteParts {
  readonly storage: Pick<BridgeStorage, 'store'>;
  readonly wall: Pick<Wall, 'partitions' | 'accessTokens'>;
  readonly pictures: Pick<Pictures, 'streams'>;
  readonly clients: Pick<Clients, 'client' | 'displayClient'>;
  /** Where the bridge is reached. */
  readonly origin: string;
  readonly onRefused: CountRefusal;
}

/** Returns parts that `edge/http/` makes routes of; without `config.virtualDisplay`, no display. */
export function buildSite(
  { config, log, now }: Pick<BuildContext, 'config' | 'log' | 'now'>,
  { storage, wall, pictures, clients, origin, onRefused }: BridgeSiteParts,
): Site {
  const { store } = storage;
  const { partitions, accessTokens } = wall;
  const { streams } = pictures;
  const { client, displayClient } = clients;
  const secure = origin.startsWith('https:');
  const display = config.virtualDisplay
    ? createDisplay({ origin: () => origin, client: displayClient, now, log, secure })
    : undefined;
  const parts: SiteParts = {
    store,
    partitions,
    accessTokens,
    signIns: createSignIns(store, times.signIn, now),
    clients: config.virtualDisplay ? [client, displayClient] : [client],
    publicUrl: origin,
    virtualDisplay: config.virtualDisplay,
    ...(display && {
      onSignOut: (request, response) => display.signOut(request, response),
      onSignIn: (request, response, account) => display.signIn(request, response, account),
    }),
    troubleOf(partition, device) {
      const condition = streams.condition(partition, device);
      if (condition?.reason === undefined) return undefined;
      return { brief: reasonWords(condition.reason).brief, since: condition.since };
    },
    onRevoked: (grant) => partitions.endGrant(grant),
    onRefused,
    now,
    log,
  };
  return Object.freeze({ parts, display });
}
