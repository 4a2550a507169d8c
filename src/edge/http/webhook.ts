/**
 * The smart home webhook: `POST /fulfillment`.
 *
 * bytes -> bearer -> proof -> body -> intent -> `partitions.within` -> answer. The account is known before a
 * byte of the body is read. Bad or expired tokens get 401, upon which Google refreshes; storage that cannot
 * be asked gets 503, because a 401 would make Google unlink the account.
 */
import type { Express, Request, Response } from 'express';
import { Failure } from '../../common/failures.ts';
import type { Fulfillment } from '../assistants/google/fulfillment.ts';
import { googleRequest } from '../assistants/google/google-request.ts';
import {
  devicesNamed,
  type Input,
  type Intent,
  type IntentRequest,
  parseIntent,
  requestIdOf,
} from '../assistants/google/intents.ts';
import { refusedAnswer } from '../assistants/google/wording/answers.ts';
import { itemsPerTurn } from '../assistants/in-parallel.ts';
import type { NoteRefused } from '../assistants/note-refused.ts';
import type { AccessTokens } from '../../identity/access-token.ts';
import type { AccountId } from '../../identity/ids.ts';
import type { Proof } from '../../identity/proof.ts';
import type { Partitions } from '../../wall/partitions/partitions.ts';
import { bearerOf } from './bearer.ts';
import { readJson } from './body.ts';
import { createDispatch, type Dispatch } from './dispatch.ts';
import { answerFailure, answerJson, asFailure, logFailure, setRefusalHeaders } from './errors.ts';
import { givenIn } from './given.ts';
import { httpStatus } from './http-status.ts';
import { limits } from './limits.ts';
import type { EdgeLog } from './log.ts';
import { createPace, type PaceOptions } from './pace.ts';
import { keepPrivate } from './private-answer.ts';
import { type CountRefusal, createDeviceRefusals, createRefusals } from './refusals.ts';
import { isOfAccount, logFor } from './request-log.ts';

export const webhookPath = '/fulfillment';

export interface WebhookParts {
  readonly accessTokens: Pick<AccessTokens, 'verify'>;
  readonly partitions: Partitions;
  readonly fulfillment: Fulfillment;
  readonly log: EdgeLog;
  readonly pace?: PaceOptions;
  /** Counts what is asked, and what is refused. */
  readonly count?: {
    asked(intent: Intent): void;
    readonly refused: CountRefusal;
  };
  /** Whether an account is one of the tripwire's canaries. */
  readonly isCanary?: (account: AccountId) => boolean;
}

/** What is known of a request when it has to be refused. */
interface Known {
  account?: AccountId;
  body?: unknown;
  intent?: Intent;
}

/**
 * Returns the refusal as the caller may see it: a bearer gets one answer whatever is wrong with it, and
 * everything wrong with a request's form, its size included, is a 400.
 */
function publicForm(failure: Failure): Failure {
  if (failure.code === 'unauthenticated') {
    return new Failure('unauthenticated', 'the access token is not valid');
  }
  return failure.code === 'too-large' ? new Failure('bad-request', failure.message) : failure;
}

/** Returns what the displays behind an EXECUTE can play: it differs by model, and by what Google changes. */
function wishes(input: Input) {
  if (input.intent !== 'action.devices.EXECUTE') return undefined;
  const commands = input.payload.commands.flatMap(({ execution }) => execution);
  return commands
    .flatMap((command) => ('wanted' in command ? [command.wanted] : []))
    .map(({ protocols, casts }) => ({ protocols, toChromecast: casts }));
}

export interface Webhook {
  /** Puts the route `/fulfillment` into an app. */
  routes(app: Express): void;
  /** Answers a POST to it. */
  readonly answer: (request: Request, response: Response) => Promise<void>;
}

/** Makes the webhook. */
export function createWebhook({
  accessTokens,
  partitions,
  fulfillment,
  log,
  count,
  isCanary = () => false,
  pace: paceOptions,
}: WebhookParts): Webhook {
  const dispatch = createDispatch(partitions, fulfillment);
  const refused = createRefusals(log, count?.refused);
  const pace = createPace(paceOptions);
  const deviceRefused = createDeviceRefusals(log, count?.refused);

  /** Notes the parts of a request that are refused. A canary tries refused things on purpose, round after round. */
  function noteFor({ account }: Proof, asked: IntentRequest, request: Request): NoteRefused {
    if (isCanary(account)) return () => undefined;
    return (device, refusal) => {
      const known = { intent: asked.input.intent, ...googleRequest(asked.requestId) };
      deviceRefused(request, device, refusal, known);
    };
  }

  function carryOut(proof: Proof, asked: IntentRequest, request: Request): ReturnType<Dispatch> {
    const note = noteFor(proof, asked, request);
    const isQuiet = log.isLevelEnabled?.('debug') === false;
    return isQuiet ? dispatch(proof, asked, note) : traced(proof, asked, request, note);
  }

  /** As `dispatch`; logs what is asked for and given. */
  async function traced(
    proof: Proof,
    asked: IntentRequest,
    request: Request,
    note: NoteRefused,
  ): ReturnType<Dispatch> {
    const { intent } = asked.input;
    const lines = logFor(log, request);
    const of = { intent, ...googleRequest(asked.requestId) };
    lines.debug({ ...of, wishes: wishes(asked.input) }, 'asked');
    const answered = await dispatch(proof, asked, note);
    const given = givenIn(answered);
    if (given !== undefined) lines.debug({ ...of, given }, 'answered');
    return answered;
  }

  function refuse(
    request: Request,
    response: Response,
    error: unknown,
    { body, intent }: Known,
  ): void {
    const requestId = requestIdOf(body);
    const failure = publicForm(asFailure(error));
    const known = { intent, ...googleRequest(requestId) };
    logFailure(logFor(log, request), failure, known);
    refused(request, 'webhook', failure, known);
    if (requestId === undefined || failure.code === 'unauthenticated') {
      answerFailure(response, failure);
      return;
    }
    setRefusalHeaders(response, failure);
    answerJson(response, httpStatus(failure.code), refusedAnswer(requestId, intent, failure));
  }

  /** If nobody is known, the network that asks waits for its turn: refusing costs something, too. */
  async function answerRefusal(
    request: Request,
    response: Response,
    error: unknown,
    known: Known,
  ): Promise<void> {
    let refusal = error;
    if (known.account === undefined) {
      await pace.stranger(request)?.catch((late: unknown) => {
        refusal = late;
      });
    }
    refuse(request, response, refusal, known);
  }

  function proofOf(request: Request): Proof {
    const token = bearerOf(request);
    if (token === undefined) throw new Failure('unauthenticated', 'the access token is not valid');
    return accessTokens.verify(token);
  }

  async function answer(request: Request, response: Response): Promise<void> {
    keepPrivate(response);
    const known: Known = {};
    try {
      const proof = proofOf(request);
      known.account = proof.account;
      isOfAccount(request, proof.account);
      const turn = pace.account(proof.account, request);
      if (turn !== undefined && !(await turn)) return;
      try {
        const body = await readJson(request, limits.intentBytes);
        known.body = body;
        const asked = parseIntent(body);
        known.intent = asked.input.intent;
        count?.asked(asked.input.intent);
        // Its next request waits until this one has had the turns that its devices take.
        pace.weigh(proof.account, Math.floor(devicesNamed(asked) / itemsPerTurn));
        answerJson(response, 200, await carryOut(proof, asked, request));
      } finally {
        pace.leave(proof.account);
      }
    } catch (error) {
      await answerRefusal(request, response, error, known);
    }
  }

  return {
    answer,
    routes(app) {
      app.post(webhookPath, answer);
      app.all(webhookPath, async (request, response) => {
        keepPrivate(response);
        await pace.stranger(request);
        refused(request, 'webhook', new Failure('bad-request', 'the webhook takes POST only'));
        response.setHeader('Allow', 'POST');
        answerJson(response, 405, { error: 'bad-request', message: 'the webhook takes POST only' });
      });
    },
  };
}
