/** Builds the edge, where requests come in: linking, the webhook, the media, the pages. */
import { once } from 'node:events';
import { createFulfillment } from '../../edge/assistants/google/fulfillment.ts';
import { createApp } from '../../edge/http/app.ts';
import { clientOf } from '../../edge/http/client-address.ts';
import { capConnections, connectionLimits, descriptorLimit } from '../../edge/http/connections.ts';
import { drain } from '../../edge/http/drain.ts';
import { healthRoutes } from '../../edge/http/health.ts';
import { createListener } from '../../edge/http/listener.ts';
import { mediaRoutes } from '../../edge/http/media.ts';
import { oauthRoutes } from '../../edge/http/oauth.ts';
import type { CountRefusal } from '../../edge/http/refusals.ts';
import { createWebhook } from '../../edge/http/webhook.ts';
import type { AccountId } from '../../identity/ids.ts';
import { displayPlace } from '../../identity/keyed-hash.ts';
import type { Guard } from '../../tripwire/guard.ts';
import { warnOfExampleUrl, warnOfPrivateUrl } from '../config/private-url.ts';
import type { Control } from '../control/control.ts';
import { times } from '../limits.ts';
import type { Metrics } from '../metrics.ts';
import type { BuildContext } from './context.ts';
import type { Pictures } from './pictures.ts';
import { type BridgeSiteParts, buildSite } from './site.ts';
import type { BridgeStorage } from './storage.ts';
import type { Wall } from './wall.ts';

export interface Edge {
  /**
   * Listens on `port` of the configured host; from then on it drains when the bridge is closed.
   * @throws Error if it cannot.
   */
  listen(port: number): Promise<void>;
}

export interface EdgeParts extends Omit<BridgeSiteParts, 'onRefused'> {
  readonly storage: Pick<BridgeStorage, 'store' | 'keys'>;
  readonly wall: Pick<Wall, 'partitions' | 'accessTokens' | 'tickets' | 'record'>;
  readonly pictures: Pick<Pictures, 'streams'>;
  readonly control: Pick<Control, 'ready'>;
  /** The tripwire's guard, if there is one. */
  readonly guard: Pick<Guard, 'isCanary'> | undefined;
  readonly metrics: Pick<Metrics, 'asked' | 'refused'>;
}

/** Returns the edge, which does not listen yet. */
export function buildEdge(context: BuildContext, parts: EdgeParts): Edge {
  const { config, log, resolveHost, closers } = context;
  const { storage, wall, pictures, control, guard, metrics, origin } = parts;
  const { store } = storage;
  const { partitions, accessTokens, tickets, record } = wall;
  const { streams } = pictures;
  const onRefused: CountRefusal = (at, code) => metrics.refused(at, code);
  const isCanary = (account: AccountId) => guard?.isCanary(account) ?? false;
  const fulfillment = createFulfillment({
    streams,
    iceServers: config.webrtc.iceServers,
    castReceiverAppId: config.castReceiverAppId,
    report: (error) => log.error({ err: error }, 'a device could not be answered'),
  });
  const site = buildSite(context, { ...parts, onRefused });
  let draining = false;
  const app = createApp({
    media: mediaRoutes({
      partitions,
      tickets,
      streams,
      origin: () => origin,
      recordAddresses: config.audit.addresses,
      displayPlace: displayPlace(storage.keys.ring),
      isCanary,
      log,
      onRefused,
    }),
    webhook: createWebhook({
      accessTokens,
      partitions,
      fulfillment,
      log,
      count: { asked: (intent) => metrics.asked(intent), refused: onRefused },
      isCanary,
    }),
    health: healthRoutes({
      checks: {
        storage: () => store.revision(),
        folder: () => control.ready(),
        ...(record && { record: async () => record.ready() }),
      },
      draining: () => draining,
    }),
    others: [oauthRoutes(site.parts), ...(site.display ? [site.display.routes] : [])],
    log,
    trustedProxies: config.trustedProxies,
  });
  const server = createListener(app);
  const isProxied = config.trustedProxies > 0;
  const maxConnections = connectionLimits(descriptorLimit());
  capConnections(server, maxConnections, log, isProxied ? clientOf : undefined);
  return Object.freeze({
    async listen(port) {
      server.listen(port, config.host);
      await once(server, 'listening');
      closers.push(async () => {
        draining = true;
        await drain(server, times.drain);
      });
      if (config.publicUrl !== undefined) {
        warnOfExampleUrl({ publicUrl: config.publicUrl, log });
        void warnOfPrivateUrl({ publicUrl: config.publicUrl, lookUp: resolveHost, log });
      }
    },
  } satisfies Edge);
}
