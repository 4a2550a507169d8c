/**
 * Plays Google's part towards a bridge: the OAuth client that links, and the assistant that asks.
 *
 * In plain values, so that a page, a test or a program can drive it. It speaks to the bridge only over real
 * HTTP and keeps a display's tokens to itself; a display holds an opaque cookie. Every method takes that
 * cookie: nothing here knows a "current" display.
 */
import { createFairGate } from '../../common/fair-gate.ts';
import { Failure } from '../../common/failures.ts';
import { newSecret } from '../../identity/secret.ts';
import { callFulfillment } from './fulfillment.ts';
import { disconnectRequest, queryRequest, readExecute, readQuery, readReasons } from './intents.ts';
import { readSync, streamRequest, syncRequest } from './intents.ts';
import type { ListedCamera, Offered, StreamWish } from './intents.ts';
import { createLinks } from './links.ts';
import type { Link, LinkLimits } from './links.ts';
import { accountOf, authorizeUrl, exchangeCode } from './oauth-client.ts';
import type { ClientCredentials } from './oauth-forms.ts';

export interface PretendGoogleOptions {
  /** Returns the origin of the bridge; asked each time, as it may be known only after listening. */
  readonly origin: () => string;
  readonly client: ClientCredentials;
  /** Path on the bridge's origin to which people come back after linking. */
  readonly returnPath: string;
  readonly now: () => number;
  readonly limits?: Partial<LinkLimits>;
  /** How many calls for one account are under way at a time, 8 if left out. */
  readonly callsAtOnce?: number;
}

export interface Queried {
  readonly online: Readonly<Record<string, boolean>>;
  /** In words for a person. */
  readonly why: Readonly<Record<string, string>>;
}

export interface PretendGoogle {
  linked(cookie: string | undefined): boolean;
  /** @throws Failure `unauthenticated` if the display is not linked. */
  requireLinked(cookie: string | undefined): void;
  /** Begins a linking: returns where to send the browser, and the cookie it must bring back. */
  begin(): { readonly cookie: string; readonly url: string };
  /**
   * Ends a linking; returns the new cookie of the linked display.
   * @throws Failure `bad-request` if this display did not begin that `state` (the code is not spent),
   * `unauthenticated` if the bridge refuses the code.
   */
  finish(cookie: string | undefined, answer: { state: string; code: string }): Promise<string>;
  /**
   * Ends a linking that the person or the bridge turned down (RFC 6749 section 4.1.2.1).
   * @throws Failure `bad-request` as `finish`.
   */
  decline(cookie: string | undefined, state: string): void;
  /** Returns which account is linked, if the bridge says so. @throws Failure `unauthenticated` as `sync`. */
  account(cookie: string | undefined): string | undefined;
  /** Returns the name of the linked account, if the bridge says it. */
  home(cookie: string | undefined): string | undefined;
  /**
   * Returns the cameras, by SYNC. As `query` and `execute`: @throws Failure `unauthenticated` if the display
   * is not, or no longer, linked; `overloaded` if the bridge cannot answer.
   */
  sync(cookie: string | undefined): Promise<readonly ListedCamera[]>;
  /** Returns which of these devices are online, by QUERY, and what the bridge says of those that are not. */
  query(cookie: string | undefined, deviceIds: readonly string[]): Promise<Queried>;
  /** Asks for a stream, by EXECUTE. */
  execute(cookie: string | undefined, wish: StreamWish): Promise<Offered>;
  /** Sends DISCONNECT and drops the display, whatever the bridge answers. */
  unlink(cookie: string | undefined): Promise<void>;
}

const usualLimits: LinkLimits = {
  most: 1000,
  maxOfAccount: 50,
  pendingMs: 10 * 60_000,
  idleMs: 30 * 24 * 3_600_000,
};

/**
 * Each call takes two descriptors of the bridge, and a place among the connections from its own address: an
 * account that asks without end waits for itself.
 */
const calls = { atOnce: 128, waiting: 64, timeoutMs: 10_000 };

/** The answer to a display whose linking was begun elsewhere. */
const foreignState = 'This linking was not started on this display, or it took too long.';

function understood<T>(answer: T | undefined): T {
  if (answer === undefined) throw new Failure('internal', 'the answer cannot be understood');
  return answer;
}

/** Returns one that knows no display yet. */
export function createPretendGoogle(options: PretendGoogleOptions): PretendGoogle {
  const { origin, client } = options;
  // Nobody can use what was dropped here, so the bridge need not keep it either.
  const links = createLinks({ ...usualLimits, ...options.limits }, options.now, (link) => {
    callFulfillment(origin(), client, link, disconnectRequest()).catch(() => undefined);
  });
  const asking = createFairGate({ ...calls, perAccount: options.callsAtOnce ?? 8 });
  const redirectUri = (): string => new URL(options.returnPath, origin()).href;

  function linkOf(cookie: string | undefined): Link {
    const link = cookie === undefined ? undefined : links.get(cookie);
    if (link === undefined) throw new Failure('unauthenticated', 'this display is not linked');
    return link;
  }

  async function ask(cookie: string | undefined, request: unknown): Promise<unknown> {
    const link = linkOf(cookie);
    try {
      return await asking.run(link.holder?.sub ?? link, () =>
        callFulfillment(origin(), client, link, request),
      );
    } catch (error) {
      const over = error instanceof Failure && error.code === 'unauthenticated';
      if (over && cookie !== undefined) links.remove(cookie);
      throw error;
    }
  }

  function take(cookie: string | undefined, state: string) {
    const pending = cookie === undefined ? undefined : links.take(state, cookie);
    if (pending === undefined) throw new Failure('bad-request', foreignState);
    return pending;
  }

  return {
    linked: (cookie) => cookie !== undefined && links.get(cookie) !== undefined,
    requireLinked: (cookie) => void linkOf(cookie),
    begin() {
      const cookie = newSecret();
      const { state, verifier } = links.begin(cookie);
      const asked = { client: client.id, redirectUri: redirectUri(), state, verifier };
      return { cookie, url: authorizeUrl(origin(), asked) };
    },
    async finish(cookie, { state, code }) {
      const { verifier } = take(cookie, state);
      const given = { code, redirectUri: redirectUri(), verifier };
      const tokens = await exchangeCode(origin(), client, given);
      const fresh = newSecret();
      const holder = await accountOf(origin(), tokens);
      links.add(fresh, { tokens, holder, refreshing: undefined });
      return fresh;
    },
    decline: (cookie, state) => void take(cookie, state),
    account: (cookie) => linkOf(cookie).holder?.sub,
    home: (cookie) => linkOf(cookie).holder?.name,
    sync: async (cookie) => understood(readSync(await ask(cookie, syncRequest()))),
    async query(cookie, ids) {
      const answer = await ask(cookie, queryRequest(ids));
      return { online: understood(readQuery(answer)), why: readReasons(answer, ids) };
    },
    execute: async (cookie, wish) => readExecute(await ask(cookie, streamRequest(wish)), wish),
    async unlink(cookie) {
      const link = linkOf(cookie);
      if (cookie !== undefined) links.remove(cookie);
      await callFulfillment(origin(), client, link, disconnectRequest());
    },
  };
}
