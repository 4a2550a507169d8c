/** What a display stands on: prove's world, as far as displays may see it. */
import type { Weather } from '../../proxy/weather.ts';
import type { Account } from '../cast/accounts.ts';
import type { Chance } from '../chance.ts';
import type { History } from '../history.ts';
import type { Ledger } from '../oracle/ledger.ts';
import type { Grant, Viewing } from '../oracle/judge.ts';
import type { Oracle } from '../oracle/oracle.ts';
import type { Client } from './client.ts';
import type { OAuthParty } from './oauth.ts';

/** How displays behave just now; scenarios change it and change it back. */
export interface Habits {
  /** How likely it is that a request is given up within 40 ms. */
  hangUp: number;
  /** Ask with Range and If-None-Match. */
  conditional: boolean;
  /** The conditions that WebRTC's datagrams meet; absent for a straight way. */
  udp: Partial<Weather> | undefined;
  /** How long one watches, in milliseconds: at least, at most. */
  watchMs: readonly [number, number];
}

export interface Stage {
  readonly origin: string;
  /** Who plays Google. */
  readonly oauth: OAuthParty;
  readonly client: Client;
  readonly oracle: Oracle;
  readonly ledger: Ledger;
  readonly habits: Habits;
  readonly chance: Chance;
  readonly history: History;
  /** Request headers with which a cache or a server may be led astray. */
  readonly conditions: readonly Readonly<Record<string, string>>[];
  /** Everyone who watches now. */
  readonly viewings: Set<Viewing>;
  readonly accounts: readonly Account[];
  /** Waits for `ms`, or until `signal` aborts. Never rejects. */
  pause(ms: number, signal?: AbortSignal): Promise<void>;
  /** Links the account as a person and Google would. @throws if refused. */
  link(account: Account): Promise<Grant>;
}
