/** A test house with its front door: the real app on a real socket, streams without cameras. */
import type { Socket } from 'node:net';
import { listening } from '../../common/listening.ts';
import { createFulfillment } from '../../edge/assistants/google/fulfillment.ts';
import { type AppParts, createApp } from '../../edge/http/app.ts';
import { drain } from '../../edge/http/drain.ts';
import { healthRoutes } from '../../edge/http/health.ts';
import { createListener } from '../../edge/http/listener.ts';
import type { EdgeLog } from '../../edge/http/log.ts';
import { mediaRoutes, type MediaParts } from '../../edge/http/media.ts';
import type { PaceOptions } from '../../edge/http/pace.ts';
import { createWebhook } from '../../edge/http/webhook.ts';
import type { DeviceId } from '../../identity/ids.ts';
import { laneOf } from '../../common/log-lane.ts';
import { noNames } from '../../wall/partitions/claims.ts';
import { streamForm } from '../../pictures/cameras/stream-form.ts';
import { createRegister } from '../../wall/operator/register.ts';
import type { Store } from '../../storage/store.ts';
import { createQuickStreams, type QuickStreamsOptions } from './quick-streams.ts';
import { openTestHouse, type TestHouse, type TestAccount } from './test-house.ts';

export interface EdgeAccount extends TestAccount {
  /** The camera every account has, and a doorbell with a room, nicknames and a maker. */
  readonly doorbell: DeviceId;
}

export interface EdgeHouse {
  readonly house: TestHouse;
  readonly origin: string;
  readonly birch: EdgeAccount;
  readonly harbour: EdgeAccount;
  /** Everything that was logged, as text. */
  readonly logged: string[];
  /** Whose share of the log each of those lines has. */
  readonly lanes: string[];
  /** What of the webhook's refusals was counted: where, and the code. */
  readonly refusals: string[];
  /** One more camera of an account. */
  camera(owner: EdgeAccount, name: string): Promise<DeviceId>;
  /** Posts to the webhook; `body` that is text or a Blob goes as it is. */
  post(
    token: string | undefined,
    body: unknown,
    headers?: Record<string, string>,
  ): Promise<Response>;
  /** The connections that are open. */
  readonly sockets: ReadonlySet<Socket>;
  close(): Promise<void>;
}

export interface EdgeHouseOptions {
  readonly streams?: QuickStreamsOptions;
  readonly store?: (real: Store) => Store;
  readonly castReceiverAppId?: string;
  readonly iceServers?: Parameters<typeof createFulfillment>[0]['iceServers'];
  /** Routes beside the webhook. */
  readonly others?: AppParts['others'];
  readonly draining?: () => boolean;
  /** How requests take turns, at each of the edges. */
  readonly pace?: PaceOptions;
  /** Whose refusals are no news. */
  readonly isCanary?: MediaParts['isCanary'];
}

/** Resolves when it listens, with two accounts in it. The caller closes it. */
export async function openEdgeHouse(options: EdgeHouseOptions = {}): Promise<EdgeHouse> {
  const house = await openTestHouse(options.store === undefined ? {} : { store: options.store });
  const logged: string[] = [];
  const lanes: string[] = [];
  const refusals: string[] = [];
  const note = (fields: object, message: string) => {
    logged.push(`${message} ${JSON.stringify(fields)}`);
    lanes.push(laneOf(fields).key);
  };
  const log: EdgeLog = { debug: note, info: note, warn: note, error: note };
  const streams = createQuickStreams(options.streams);
  const fulfillment = createFulfillment({
    streams,
    iceServers: options.iceServers ?? [],
    castReceiverAppId: options.castReceiverAppId,
    report: (error) => note({ name: error instanceof Error ? error.name : 'odd' }, 'reported'),
  });
  const { accessTokens, partitions, tickets, store, ring } = house;
  const paced = options.pace && { pace: options.pace };
  const app = createApp({
    webhook: createWebhook({
      accessTokens,
      partitions,
      fulfillment,
      log,
      ...paced,
      ...(options.isCanary && { isCanary: options.isCanary }),
      count: { asked: () => undefined, refused: (at, code) => void refusals.push(`${at} ${code}`) },
    }),
    health: healthRoutes({
      checks: { storage: () => store.revision() },
      draining: options.draining ?? (() => false),
    }),
    media: mediaRoutes({
      partitions,
      tickets,
      streams,
      origin: () => origin,
      recordAddresses: false,
      displayPlace: (address) => `the place of ${address}`,
      log,
      ...paced,
      ...(options.isCanary && { isCanary: options.isCanary }),
    }),
    others: options.others ?? [],
    log,
    ...paced,
    trustedProxies: 0,
  });
  let origin = '';
  const server = createListener(app);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const { port } = await listening(server);
  origin = `http://127.0.0.1:${String(port)}`;
  const register = createRegister(store, ring, noNames, streamForm);
  const sourceOf = (account: string) =>
    ({ stream: `rtsp://127.0.0.1:554/${account}`, transport: 'auto', alwaysWarm: false }) as const;

  async function addAccount(name: string): Promise<EdgeAccount> {
    const made = await house.addAccount(name);
    const doorbell = await register.addCamera({
      owner: made.account,
      source: sourceOf(made.account),
      kind: 'doorbell',
      name: 'Door',
      room: 'Porch',
      nicknames: ['bell'],
      manufacturer: 'Acme',
      model: 'DB-2',
    });
    return { ...made, doorbell };
  }

  return {
    house,
    origin,
    birch: await addAccount('Birch'),
    harbour: await addAccount('Harbour'),
    logged,
    lanes,
    refusals,
    camera: ({ account }, name) =>
      register.addCamera({
        owner: account,
        source: sourceOf(account),
        kind: 'camera',
        name,
        nicknames: [],
      }),
    sockets,
    post: (token, body, headers = {}) =>
      fetch(`${origin}/fulfillment`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...headers,
        },
        body: typeof body === 'string' || body instanceof Blob ? body : JSON.stringify(body),
      }),
    async close() {
      await drain(server, 1_000);
      await house.close();
    },
  };
}
