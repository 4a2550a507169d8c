/** A house with its linking pages on a real socket, and browsers that are no more than cookie jars. */
import { createServer } from 'node:http';
import express from 'express';
import { listening } from '../../common/listening.ts';
import type { OAuthClient } from '../../identity/oauth-client.ts';
import { createErrorHandler } from '../../edge/http/errors.ts';
import type { GuessLimits } from '../../edge/http/guesses.ts';
import { createDisplayClient } from '../../edge/http/display-client.ts';
import { createDisplay } from '../../edge/http/display.ts';
import { drain } from '../../edge/http/drain.ts';
import { oauthRoutes } from '../../edge/http/oauth.ts';
import { signInMs } from '../../edge/http/cookies.ts';
import { newAccountId, type AccountId, type GrantId } from '../../identity/ids.ts';
import { hashPassword } from '../../identity/password.ts';
import { createSignIns } from '../../identity/sign-in.ts';
import { laneOf } from '../../common/log-lane.ts';
import { noNames } from '../../wall/partitions/claims.ts';
import { streamForm } from '../../pictures/cameras/stream-form.ts';
import { createRegister } from '../../wall/operator/register.ts';
import type { Store } from '../../storage/store.ts';
import { openTestHouse, type TestHouse } from './test-house.ts';
import { createJar, type Jar } from './cookie-jar.ts';

export const password = 'a window in the morning';

export const google: OAuthClient = {
  id: 'google-home',
  secret: 'q+7/Zs9%b4Fk2Lw8Xn1Rv5Tc3Yh6Jd0M=',
  redirectUris: [
    'https://oauth-redirect.googleusercontent.com/r/birch-home',
    'https://oauth-redirect-sandbox.googleusercontent.com/r/birch-home',
  ],
};

export const other: OAuthClient = {
  id: 'another-client',
  secret: 'another secret of good length',
  redirectUris: ['https://client.example.org/back'],
};

export interface LinkingSite {
  readonly house: TestHouse;
  readonly origin: string;
  /** Grants whose streams were told to end. */
  readonly revoked: GrantId[];
  readonly logged: string[];
  /** What was counted as refused. */
  readonly refusals: string[];
  /** Whose share of the log each of those was in. */
  readonly lanes: string[];
  readonly birch: AccountId;
  readonly harbour: AccountId;
  /** A browser with no cookies yet. */
  browser(): Jar;
  /** A browser in which somebody has signed in. */
  signedIn(email: string): Promise<Jar>;
  close(): Promise<void>;
}

export interface LinkingSiteOptions {
  readonly store?: (real: Store) => Store;
  readonly guessLimits?: GuessLimits;
  /** How many proxies in front are believed; none unless said otherwise. */
  readonly trustedProxies?: number;
  /** What the bridge calls itself; its own socket unless said otherwise. */
  readonly publicUrl?: string;
  /** One more redirect URI of the first client. */
  readonly redirectUri?: string;
  /** Whether there is a virtual display, a client of its own. */
  readonly virtualDisplay?: boolean;
}

/** Resolves when it listens, with two accounts in it. The caller closes it. */
export async function openLinkingSite(options: LinkingSiteOptions = {}): Promise<LinkingSite> {
  const house = await openTestHouse(options.store === undefined ? {} : { store: options.store });
  const { store, partitions, accessTokens, ring } = house;
  const now = () => house.time.wall;
  const revoked: GrantId[] = [];
  const logged: string[] = [];
  const lanes: string[] = [];
  const refusals: string[] = [];
  const note = (fields: object, message: string) => {
    logged.push(`${message} ${JSON.stringify(fields)}`);
    lanes.push(laneOf(fields).key);
  };
  const log = { debug: note, info: note, warn: note, error: note };
  const app = express();
  app.set('trust proxy', options.trustedProxies ?? 0);
  const server = createServer(app);
  const { port } = await listening(server);
  const origin = `http://127.0.0.1:${String(port)}`;
  const extra = options.redirectUri === undefined ? [] : [options.redirectUri];
  const display = createDisplayClient(origin);
  app.use(
    oauthRoutes({
      store,
      partitions,
      accessTokens,
      signIns: createSignIns(store, signInMs, now),
      clients: [
        { ...google, redirectUris: [...google.redirectUris, ...extra] },
        other,
        ...(options.virtualDisplay === true ? [display] : []),
      ],
      publicUrl: options.publicUrl ?? origin,
      onRevoked: (grant) => void revoked.push(grant),
      virtualDisplay: options.virtualDisplay ?? false,
      onRefused: (at, code) => void refusals.push(`${at} ${code}`),
      ...(options.guessLimits && { guessLimits: options.guessLimits }),
      now,
      log,
    }),
  );
  if (options.virtualDisplay === true) {
    const parts = { origin: () => origin, client: display, now, log, secure: false };
    app.use(createDisplay(parts).routes);
  }
  app.use(createErrorHandler(log));

  const register = createRegister(store, ring, noNames, streamForm);
  const passwordHash = await hashPassword(password);

  async function account(name: string, cameras: readonly [string, string][]): Promise<AccountId> {
    const id = newAccountId();
    const email = `${name.toLowerCase()}@example.net`;
    await store.operator.accounts.add({ id, name, email, passwordHash, createdAt: now() });
    for (const [camera, room] of cameras) {
      await register.addCamera({
        owner: id,
        source: { stream: `rtsp://127.0.0.1:554/${id}`, transport: 'auto', alwaysWarm: false },
        kind: 'camera',
        name: camera,
        room,
        nicknames: [],
      });
    }
    return id;
  }

  const birch = await account('Birch', [
    ['Front door', 'Porch'],
    ['Garden', 'Back yard'],
  ]);
  const harbour = await account('Harbour', [['Jetty <& "boats">', 'Sea side']]);
  const browser = () => createJar(origin);

  return {
    house,
    origin,
    revoked,
    logged,
    refusals,
    lanes,
    birch,
    harbour,
    browser,
    async signedIn(email) {
      const jar = browser();
      const answer = await jar.post('/sign-in', { email, password, return_to: '/account' });
      if (answer.status !== 303) throw new Error(`signing in was answered ${answer.status}`);
      return jar;
    },
    async close() {
      await drain(server, 1_000);
      await house.close();
    },
  };
}
