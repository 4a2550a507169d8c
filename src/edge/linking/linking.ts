/** Account linking as one object in plain values; `edge/http/` puts it on the wire. */
import type { Proof } from '../../identity/proof.ts';
import { checkAuthorize } from './authorize/check.ts';
import { errorLocation } from './authorize/location.ts';
import type { AuthorizeRequest } from './authorize/request.ts';
import type { ClientCall } from './client-authentication.ts';
import { issueCode } from './issue-code.ts';
import { createLinkingRate, type CountLinking } from './linking-rate.ts';
import { linkedServices, unlink, type LinkedServices } from './linked-services.ts';
import type { Log } from './log.ts';
import type { LinkingParts } from './parts.ts';
import { revokeToken } from './revoke.ts';
import { answerToken, type TokenAnswer } from './token.ts';
import { userInfo, type UserInfo } from './userinfo.ts';

export interface Linking {
  /** @throws OAuthRefusal, with a `location` if the client may get it by redirect. */
  checkAuthorize(parameters: URLSearchParams): AuthorizeRequest;
  /** The person agreed: returns where to send the browser. @throws Failure `unauthenticated`, `too-many`. */
  issueCode(proof: Proof, request: AuthorizeRequest): Promise<string>;
  /** The person said no: returns where to send the browser. */
  deny(request: AuthorizeRequest): string;
  /** @throws OAuthRefusal; Failure `storage-down`. */
  token(call: ClientCall): Promise<TokenAnswer>;
  /** @throws OAuthRefusal; Failure `storage-down`. */
  revoke(call: ClientCall): Promise<void>;
  /** @throws Failure `unauthenticated` for a token that is not good. */
  userInfo(accessToken: string): Promise<UserInfo>;
  /** Page `page` of the linkings, from 1. @throws Failure `unauthenticated`. */
  linkedServices(proof: Proof, page: number): Promise<LinkedServices>;
  /** Returns false if `id` names no linking of this account. @throws Failure `unauthenticated`. */
  unlink(proof: Proof, id: string): Promise<boolean>;
  /** Returns the same linking, whose lines go to another log: that of one request. */
  writingTo(log: Log): Linking;
}

function over(parts: LinkingParts, count: CountLinking): Linking {
  return {
    checkAuthorize: (parameters) => checkAuthorize(parameters, parts.clients),
    issueCode: (proof, request) => issueCode(parts, proof, request, count),
    deny: (request) => errorLocation(request, 'access_denied'),
    token: (call) => answerToken(parts, call),
    revoke: (call) => revokeToken(parts, call),
    userInfo: (token) => userInfo(parts, token),
    linkedServices: (proof, page) => linkedServices(parts, proof, page),
    unlink: (proof, id) => unlink(parts, proof, id),
    writingTo: (log) => over({ ...parts, log }, count),
  };
}

/** Returns linking that counts how often each account is linked, from zero, in this process's memory. */
export function createLinking(parts: LinkingParts): Linking {
  return over(parts, createLinkingRate());
}
