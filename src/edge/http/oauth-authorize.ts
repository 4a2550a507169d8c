/**
 * The authorization endpoint: sign-in, consent, redirect (RFC 6749 §4.1).
 *
 * The whole request travels in the URL of every step and is checked from the beginning each time;
 * nothing about it is remembered between steps.
 */
import type { Request, Response } from 'express';
import { Failure } from '../../common/failures.ts';
import type { AuthorizeRequest } from '../linking/authorize/request.ts';
import type { Linking } from '../linking/linking.ts';
import { OAuthRefusal } from '../linking/refusal.ts';
import { consentPage } from '../pages/consent.ts';
import { messagePage } from '../pages/message.ts';
import { displayClientId } from './display-client.ts';
import { bindForm, isBound } from './form-binding.ts';
import { logFailure } from './errors.ts';
import { readForm } from './form.ts';
import { formsLeadAway, sendOn, sendPage } from './page.ts';
import { queryOf } from './query.ts';
import { logFor } from './request-log.ts';
import { requireSameOrigin } from './same-site.ts';
import type { SiteParts } from './site.ts';
import { signInPath, visitorOf, type Visitor } from './visitor.ts';

const path = '/oauth/authorize';

const purpose = (request: AuthorizeRequest): string => `link ${request.query}`;

export interface AuthorizeEndpoint {
  readonly ask: (request: Request, response: Response) => Promise<void>;
  readonly answer: (request: Request, response: Response) => Promise<void>;
}

/** Returns the handlers of GET (`ask`) and of the consent form (`answer`). */
export function authorizeEndpoint(
  parts: SiteParts,
  linkingFor: (request: Request) => Linking,
): AuthorizeEndpoint {
  /** Returns the request if its rules hold; else it was answered here. */
  function checked(request: Request, response: Response): AuthorizeRequest | undefined {
    try {
      return linkingFor(request).checkAuthorize(queryOf(request));
    } catch (error) {
      if (!(error instanceof OAuthRefusal)) throw error;
      const refusal = { error: error.code, rule: error.message };
      logFor(parts.log, request).warn(refusal, 'authorization request refused');
      parts.onRefused?.('linking', error.code);
      if (error.location !== undefined) {
        sendOn(response, 302, error.location);
        return undefined;
      }
      const page = messagePage({
        title: 'This link does not work',
        text: 'Casement was asked to link an account in a way it does not know. Nothing was linked. Please go back to the app you came from and start again.',
        detail: `${error.code}: ${error.message}`,
      });
      sendPage(response, 400, page);
      return undefined;
    }
  }

  async function showConsent(
    request: Request,
    response: Response,
    order: AuthorizeRequest,
    visitor: Visitor,
    changed: boolean,
  ): Promise<void> {
    const cameras = await parts.partitions.within(visitor.proof, async (partition) =>
      (await partition.devices()).map(({ name, room }) => ({ name, room })),
    );
    const action = `${path}?${order.query}`;
    const page = consentPage({
      accountName: visitor.account.name,
      email: visitor.account.email,
      cameras,
      action,
      binding: bindForm(visitor.cookie, purpose(order)),
      otherAccount: signInPath(action),
      withDisplay: order.clientId === displayClientId,
      ...(changed && {
        notice:
          'The sign-in changed since this page was shown. Please look whose account it is now.',
      }),
    });
    formsLeadAway(request, response, parts.publicUrl);
    sendPage(response, changed ? 409 : 200, page);
  }

  async function issue(
    request: Request,
    response: Response,
    order: AuthorizeRequest,
    visitor: Visitor,
  ): Promise<void> {
    try {
      sendOn(response, 302, await linkingFor(request).issueCode(visitor.proof, order));
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'too-many') throw error;
      logFailure(logFor(parts.log, request), error, { route: path });
      const page = messagePage({
        title: 'This account is linked very often',
        text: 'Nothing was linked. On your account page you can end linkings that you do not use any more. If it was linked many times within the last hour, please wait an hour.',
        detail: error.message,
        link: { href: '/account', text: 'Open your account' },
      });
      sendPage(response, 429, page);
    }
  }

  return {
    async ask(request, response) {
      const order = checked(request, response);
      if (order === undefined) return;
      const visitor = await visitorOf(parts, request);
      if (visitor === undefined) {
        sendOn(response, 302, signInPath(`${path}?${order.query}`));
        return;
      }
      await showConsent(request, response, order, visitor, false);
    },

    async answer(request, response) {
      requireSameOrigin(request, parts.publicUrl);
      const order = checked(request, response);
      if (order === undefined) return;
      const visitor = await visitorOf(parts, request);
      if (visitor === undefined) {
        sendOn(response, 303, signInPath(`${path}?${order.query}`));
        return;
      }
      const form = await readForm(request);
      if (!isBound(form, visitor.cookie, purpose(order))) {
        await showConsent(request, response, order, visitor, true);
        return;
      }
      const decision = form.get('decision');
      if (decision === 'agree') {
        await issue(request, response, order, visitor);
        return;
      }
      if (decision !== 'cancel') throw new Failure('bad-request', 'neither yes nor no');
      sendOn(response, 302, linkingFor(request).deny(order));
    },
  };
}
