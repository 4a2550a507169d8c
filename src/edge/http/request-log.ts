/** The log of one request, passed on as a value: each of its lines carries the request's id. */
import type { IncomingMessage } from 'node:http';
import type { Request } from 'express';
import type { AccountId } from '../../identity/ids.ts';
import { onBehalfOf } from '../../common/log-lane.ts';
import { addressOf } from './client-address.ts';
import { networkOf } from './guesses.ts';
import type { EdgeLog } from './log.ts';
import { requestIdOf } from './request-id.ts';

const accounts = new WeakMap<object, AccountId>();

/** Notes whose a request is, once that is known: its lines are counted as that account's (log-lane.ts). */
export function isOfAccount(request: IncomingMessage, account: AccountId): void {
  accounts.set(request, account);
}

/** Returns `log`, with the field `request` in each line. */
export function logFor(log: EdgeLog, request: Request): EdgeLog {
  function named(fields: object): object {
    const network = networkOf(addressOf(request) ?? '');
    const who = { account: accounts.get(request), network };
    return onBehalfOf(who, { request: requestIdOf(request), ...fields });
  }
  return {
    debug: (fields, message) => log.debug(named(fields), message),
    info: (fields, message) => log.info(named(fields), message),
    warn: (fields, message) => log.warn(named(fields), message),
    error: (fields, message) => log.error(named(fields), message),
    isLevelEnabled: (level) => log.isLevelEnabled?.(level) ?? true,
  };
}
