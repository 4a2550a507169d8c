/** The parts of the pages for people and of the OAuth endpoints. */
import type { Request, Response } from 'express';
import type { AccountId } from '../../identity/ids.ts';
import type { SignIns } from '../../identity/sign-in.ts';
import type { LinkingParts } from '../linking/parts.ts';
import type { Device, Partition } from '../../wall/partitions/partition.ts';
import type { Partitions } from '../../wall/partitions/partitions.ts';
import type { GuessLimits } from './guesses.ts';
import type { CountRefusal } from './refusals.ts';

export interface SiteParts extends LinkingParts {
  readonly partitions: Pick<Partitions, 'within'>;
  readonly signIns: SignIns;
  /** The bridge's own origin, without a slash at its end. */
  readonly publicUrl: string;
  /** Whether there is a virtual display to lead to. */
  readonly virtualDisplay: boolean;
  /** Ends the virtual display of a browser that signs out. */
  readonly onSignOut?: (request: Request, response: Response) => Promise<void>;
  /** Ends the virtual display of a browser at which somebody signs in to another account than that display's. */
  readonly onSignIn?: (request: Request, response: Response, account: AccountId) => Promise<void>;
  /**
   * Returns why a device shows nothing, in words for the people of its account; undefined if it plays or was not
   * asked.
   */
  readonly troubleOf?: <P>(
    partition: Partition<P>,
    device: Device<P>,
  ) => { readonly brief: string; readonly since: number } | undefined;
  readonly guessLimits?: GuessLimits;
  /** Called for each client that is refused. */
  readonly onRefused?: CountRefusal;
}
