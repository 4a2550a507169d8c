/** The composition root: the only file that knows every concrete class. */
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { createOutlet } from './alarm/outlet.ts';
import { openAudit } from '../wall/audit/open-audit.ts';
import { recordPlace } from '../wall/audit/place.ts';
import { createCheckDesk } from './checks.ts';
import { openData } from './data.ts';
import { mediaBytes, room, times } from './limits.ts';
import { readBuild } from './build.ts';
import { keepTime } from './careful-time.ts';
import { createClosers, type Closers } from './closers.ts';
import { createConditions } from '../pictures/cameras/conditions.ts';
import { reasonWords } from '../pictures/cameras/reason-words.ts';
import { sourceKinds } from '../pictures/cameras/kinds.ts';
import type { SourceOptions } from '../pictures/cameras/source-options.ts';
import { streamForm } from '../pictures/cameras/stream-form.ts';
import { createCameraLog } from './camera-log.ts';
import { createConditionLog } from './condition-log.ts';
import { createConditionCounts, deviceConditions } from './conditions.ts';
import type { Config } from './config/config.ts';
import type { OAuthClient } from '../identity/oauth-client.ts';
import { Failure } from '../common/failures.ts';
import { createFulfillment } from '../edge/assistants/google/fulfillment.ts';
import { authority, originOf, portOf } from '../edge/http/address.ts';
import { createApp } from '../edge/http/app.ts';
import { clientOf } from '../edge/http/client-address.ts';
import { capConnections, connectionLimits, descriptorLimit } from '../edge/http/connections.ts';
import { createDisplayClient, endEarlierDisplays } from '../edge/http/display-client.ts';
import { createDisplay } from '../edge/http/display.ts';
import { drain } from '../edge/http/drain.ts';
import { healthRoutes } from '../edge/http/health.ts';
import { createListener } from '../edge/http/listener.ts';
import { mediaRoutes } from '../edge/http/media.ts';
import { serveMetrics } from '../edge/http/metrics.ts';
import type { CountRefusal } from '../edge/http/refusals.ts';
import { oauthRoutes } from '../edge/http/oauth.ts';
import type { SiteParts } from '../edge/http/site.ts';
import { webhookRoutes } from '../edge/http/webhook.ts';
import { createAccessTokens } from '../identity/access-token.ts';
import { auditKeys } from '../identity/audit-key.ts';
import type { AccountId } from '../identity/ids.ts';
import { displayPlace } from '../identity/keyed-hash.ts';
import { createSignIns } from '../identity/sign-in.ts';
import { createTickets } from '../identity/ticket.ts';
import { type DemoFile, refuseDemoFolder } from '../simulator/demo/demo-file.ts';
import { startDemo } from '../simulator/demo/demo.ts';
import type { Log } from '../common/log.ts';
import { createMetrics } from './metrics.ts';
import { createControl } from './control/control.ts';
import { chooseSocketPath } from './control/socket-path.ts';
import { keepStop, keptStop, outlasts } from './control/stop-file.ts';
import type { Crossing } from '../wall/partitions/alarm.ts';
import { claimOrigin } from '../pictures/cameras/origin/claim-origin.ts';
import { createClaims } from '../wall/partitions/claims.ts';
import { createOrigins } from '../pictures/cameras/origin/origins.ts';
import { createPartitions, type StopTerms } from '../wall/partitions/partitions.ts';
import { createOriginRegister } from '../wall/operator/origin-register.ts';
import { createPinRegister } from '../wall/operator/pin-register.ts';
import { createRecogniser, otherCameraWords } from '../pictures/cameras/origin/pins.ts';
import { noRecord } from '../wall/partitions/recorder.ts';
import { createRegister } from '../wall/operator/register.ts';
import { createSerialClaims } from '../wall/partitions/serials.ts';
import { createUnowned } from '../wall/operator/unowned.ts';
import { createSwitch } from '../wall/operator/switch.ts';
import { pinReading } from '../pictures/cameras/origin/old-pin.ts';
import { logViewings } from '../wall/audit/viewing-log.ts';
import { warnOfExampleUrl, warnOfPrivateUrl } from './config/private-url.ts';
import { resolveHost } from './resolve-host.ts';
import { holdFolder } from './lock.ts';
import { noteLeaving, noteRunning } from './control/running-bridge.ts';
import { dataFolder } from '../storage/data-folder.ts';
import { watchLock } from '../storage/sqlite/hold.ts';
import { keepWarm } from '../pictures/streams/always-warm.ts';
import { createStreams } from '../pictures/streams/create-streams.ts';
import { createStages } from '../pictures/streams/stages.ts';
import { createByteBudget } from '../pictures/streams/byte-budget.ts';
import { createFeeds } from '../pictures/streams/feeds.ts';
import { noteOverloads } from '../pictures/streams/overload-notes.ts';
import { createHlsPackagers } from '../pictures/streams/hls/packagers.ts';
import { findFfmpegUser } from '../pictures/streams/snapshot/ffmpeg-user.ts';
import { findFfmpeg } from '../pictures/streams/snapshot/ffmpeg.ts';
import { createStills } from '../pictures/streams/snapshot/stills.ts';
import { createWebRtcEngine } from '../pictures/streams/webrtc/engine.ts';
import { removeCanaries } from '../tripwire/canary-home.ts';
import { leaveOut } from '../tripwire/leave-out.ts';
import { createTripwire } from '../tripwire/tripwire.ts';
import { createKnownCameras } from '../wall/partitions/known-cameras.ts';

export interface Bridge {
  /** Where it is reached. */
  readonly origin: string;
  /** Where it listens: host and port. */
  readonly at: string;
  /** What was written to `demo.json`; absent when it runs for real. */
  readonly demo: DemoFile | undefined;
  /**
   * Suspends all delivery at once; resolves when that is written down (see
   * `partitions.halt`). It is lifted by `casement resume --all`.
   */
  suspend(terms: StopTerms): Promise<void>;
  /** Stops accepting, lets requests finish, ends every stream, closes the store. Idempotent. */
  close(): Promise<void>;
}

/**
 * Builds the bridge and listens. `households` is how many are kept open at a time.
 * @throws Failure or Error saying what is in the way; whatever was opened by then is closed again.
 */
export async function startBridge(
  config: Config,
  log: Log,
  households: number = room.households,
): Promise<Bridge> {
  const closers = createClosers();
  try {
    return await build(config, log, households, closers);
  } catch (error) {
    await closers.close().catch((err: unknown) => log.warn({ err }, 'not all could be closed'));
    throw error;
  }
}

async function build(
  config: Config,
  log: Log,
  households: number,
  closers: Closers,
): Promise<Bridge> {
  const now = Date.now;
  const clock = () => performance.now();
  const { dataDir } = config;
  if (!config.demo) refuseDemoFolder(dataDir);
  const port = await portOf(config);
  const origin = originOf(config, port);

  // Before anything is opened or made: two bridges on one folder would undo each other's work.
  const { lock } = dataFolder(dataDir);
  closers.push(holdFolder(dataDir, lock));
  const lockTrouble = watchLock(lock);
  const socket = chooseSocketPath(dataDir);
  closers.push(() => socket.remove());
  closers.push(noteRunning(dataDir, socket.path, now));
  const time = keepTime({
    dataDir,
    now,
    clock,
    onLeap: ({ from, to }) =>
      log.warn(
        { from: new Date(from), to: new Date(to) },
        'the clock leapt, or the bridge was off: nothing is dropped until it has run for 24 hours',
      ),
    report: (error) => log.warn({ err: error }, 'the time cannot be written down'),
  });
  closers.push(() => time.close());
  const reached = () => time.reached();
  const { store, keys, database, isUpgrade } = await openData(config, time, now, log, closers);
  const { ring } = keys;

  const operatorSwitch = createSwitch(store, reached);
  const suspended = await operatorSwitch.list();
  if (suspended.length > 0) log.warn({ suspended }, 'some delivery is suspended');

  const build = readBuild();
  const audit = !config.audit.on
    ? undefined
    : await openAudit({
        place: recordPlace(dataDir),
        keys: auditKeys(ring),
        build,
        retentionMs: config.audit.retentionMs,
        onTrouble: (error) =>
          log.error({ alarm: 'record-unwritable', err: error }, 'the record cannot be written'),
        onMended: () => log.info('the record can be written again'),
        takeOvers: store.history,
        past: store.history,
        settled: () => time.settled(),
        onDropped: ({ before, ...dropped }) =>
          log.warn({ before: new Date(before), ...dropped }, 'what has reached its age is dropped'),
        revision: () => store.revision(),
        now,
        clock,
      });
  // Closed after the partitions, which end every session first.
  closers.push(() => audit?.close());

  const tickets = createTickets(ring, now);
  const accessTokens = createAccessTokens({
    ring,
    issuer: config.publicUrl ?? 'urn:casement:demo',
    lifetimeSeconds: config.accessTokenMs / 1000,
    now,
  });
  const metrics = createMetrics(
    {
      sessions: () => partitions.load.sessions,
      households: () => partitions.load.households,
      cameras: () => feeds.size,
      conditions: () => conditionCounts(),
    },
    now,
  );
  const partitions = createPartitions({
    store,
    ring,
    tickets,
    stream: config.stream,
    alarm(event) {
      metrics.foreignStamp();
      log.error({ alarm: 'foreign-stamp', ...event }, 'a foreign picture was stopped');
      tripwire?.guard.heed(event);
    },
    recorder: leaveOut(
      logViewings(audit?.recorder ?? noRecord, {
        log,
        clientOf: async (grant) => (await store.grants.byId(grant))?.client,
        clock,
      }),
      (facts) => tripwire?.guard.isOwn(facts) ?? false,
    ),
    now,
    reached,
    clock,
    maxOpen: households,
    maxSessionsPerAccount: room.sessionsPerAccount,
    maxSessions: room.sessions,
  });

  const outlet = createOutlet({
    ...config.alarm,
    tripwireWebhook: config.tripwire.webhook,
    log,
    now,
  });
  closers.push(() => outlet.close());
  const cameras = createKnownCameras(store, ring, now);
  const { recognise, unanswered, refused, accepted } = createRecogniser({
    cameras,
    claimSerial: createSerialClaims(store, ring),
    alarm(event) {
      log.error({ alarm: 'other-camera', ...event }, otherCameraWords);
      outlet.otherCamera(event);
    },
    // What people read of it is the one line of its condition (condition-log.ts).
    warn: (event) => log.debug(event, 'a camera is not shown: see casement camera list'),
    onRenewed: (camera) => partitions.answersAnew(camera),
    now,
  });
  const guardOrigin = createOrigins({
    cameras,
    claim: claimOrigin(
      createClaims({
        store,
        ring,
        resolve: resolveHost,
        onLed: (camera) => partitions.answersAnew(camera),
        settle: () => partitions.recheck(),
      }),
    ),
    onRefused: (from, line, reason) => void refused(from, line, reason),
    onAccepted: accepted,
    onBound: (camera) => partitions.answersAnew(camera),
  });
  function suspend(asked: StopTerms): Promise<void> {
    const { since = now(), ...terms } = asked;
    const written = partitions.halt({ since, ...terms }, (error) =>
      log.error({ err: error }, 'delivery is stopped, but that cannot be written down yet'),
    );
    try {
      keepStop(dataDir, { since, terms });
    } catch (error) {
      log.error({ err: error }, 'delivery is stopped, but that could not be kept in a file');
    }
    return written;
  }
  const register = createRegister(store, ring, resolveHost, streamForm);
  const conflicts = await register.conflicts();
  if (conflicts.length > 0) {
    log.warn({ conflicts }, 'a camera stands under two owners: see casement camera list');
  }
  const { on: watchful, everyMs } = config.tripwire;
  const tripwire = watchful
    ? createTripwire({
        store,
        ring,
        register,
        partitions,
        accessTokens,
        tickets,
        origin,
        protocols: config.protocols.usual,
        everyMs,
        tellTrip: (reason) => outlet.trip(reason),
        halt: (reason) => suspend({ reason }),
        suspended: async () => (await operatorSwitch.list()).some(({ what }) => what.of === 'all'),
        count: {
          trip: () => metrics.trip(),
          round: (failed) => metrics.round(failed),
        },
        log,
        now,
      })
    : undefined;

  const tellCondition = createConditionLog(store, log);
  const conditions = createConditions({ tell: (told) => void tellCondition(told), now });
  closers.push(() => conditions.close());
  const conditionCounts = createConditionCounts(store, conditions);

  function onForeign(event: Crossing): void {
    metrics.foreignUnit();
    log.error({ alarm: 'foreign-unit', ...event }, 'a foreign picture was stopped inside');
    tripwire?.guard.heed(event);
  }
  const kinds = sourceKinds();
  const opening: SourceOptions = {
    recognise,
    unanswered,
    guardOrigin,
    note: conditions.note,
    // One for all: each asks the system for one name at a time.
    lookup: resolveHost,
    onOneConnection: (address) =>
      void register.learnOneConnection(address).catch((error: unknown) => {
        log.warn({ err: error }, 'that a camera takes one connection could not be written down');
      }),
    readyTimeoutMs: config.cameraReadyMs,
    silentAfterMs: times.cameraSilent,
    backoff: times.backoff,
    log: createCameraLog(store, log),
  };
  const overloads = noteOverloads(conditions);
  closers.push(async () => overloads.close());
  const budget = createByteBudget({ bytes: mediaBytes, onOverloaded: overloads.note });
  const feeds = createFeeds({
    onForeign,
    budget,
    ...(tripwire && { admits: (unit) => tripwire.guard.admits(unit) }),
    openSource: kinds.opener(opening),
    lingerMs: config.cameraLingerMs,
    probeTimeoutMs: config.cameraReadyMs,
  });
  closers.push(() => feeds.close());
  const warm = keepWarm({
    feeds,
    stands: (address) => register.stands(address),
    cameras: () => register.warm(),
    revision: () => store.revision(),
    report: (error) => log.warn({ err: error }, 'the always-warm cameras could not be asked for'),
  });
  closers.push(() => warm.close());
  const packagers = createHlsPackagers({
    format: config.hlsFormat,
    segmentSeconds: 1,
    waitMs: times.playlistWait,
    budget,
    onForeign,
    onOverloaded: overloads.note,
  });
  closers.push(() => packagers.close());
  const webrtc = await createWebRtcEngine({
    udpPort: config.webrtc.udpPort,
    announcedAddresses: config.webrtc.addresses,
    lookUp: resolveHost,
    iceServers: config.webrtc.iceServers,
    connectTimeoutMs: times.webrtcConnect,
    maxPeers: room.sessions,
    log,
  });
  closers.push(() => webrtc.close());
  closers.push(() => partitions.close());
  const ffmpeg = await findFfmpeg(config.ffmpeg);
  if (ffmpeg === undefined) {
    log.warn(
      'there is no ffmpeg on PATH: cameras without a still of their own (--still) give none',
    );
  }
  const stills = createStills({
    lookup: resolveHost,
    recognise,
    guardOrigin,
    unanswered,
    note: conditions.note,
    ...(ffmpeg !== undefined && { ffmpeg, ffmpegUser: await findFfmpegUser(config.ffmpegUser) }),
    timeoutMs: times.stillTimeout,
    freshMs: times.stillFresh,
    ...(tripwire && { admits: (stamp, jpeg) => tripwire.guard.admitsStill(stamp, jpeg) }),
  });
  const streams = createStreams({
    feeds,
    packagers,
    webrtc,
    stills,
    conditions,
    orders: config.protocols,
    offerBy: config.webrtc.offerBy,
    stages: createStages({ log, count: (stage) => metrics.stream(stage) }),
    publicUrl: () => origin,
  });
  const fulfillment = createFulfillment({
    streams,
    iceServers: config.webrtc.iceServers,
    castReceiverAppId: config.castReceiverAppId,
    report: (error) => log.error({ err: error }, 'a device could not be answered'),
  });

  const demo = config.demo
    ? await startDemo({ store, ring, form: streamForm, dataDir, origin, now })
    : undefined;
  closers.push(() => demo?.close());
  const client: OAuthClient | undefined = demo?.client ?? config.oauth;
  if (client === undefined) throw new TypeError('neither a demo nor an OAuth client');
  const displayClient = createDisplayClient(origin);
  // In a demo others play Google with the demo's client, at that address.
  const ended = await endEarlierDisplays(store.grants, demo ? undefined : { client, origin });
  if (ended > 0) log.info({ ended }, 'virtual displays of before are no longer linked');

  const onRefused: CountRefusal = (at, code) => metrics.refused(at, code);
  const secure = origin.startsWith('https:');
  const display = config.virtualDisplay
    ? createDisplay({ origin: () => origin, client: displayClient, now, log, secure })
    : undefined;
  const site: SiteParts = {
    store,
    partitions,
    accessTokens,
    signIns: createSignIns(store.accounts, times.signIn, now),
    clients: config.virtualDisplay ? [client, displayClient] : [client],
    publicUrl: origin,
    virtualDisplay: config.virtualDisplay,
    ...(display && {
      onSignOut: (request, response) => display.signOut(request, response),
      onSignIn: (request, response, account) => display.signIn(request, response, account),
    }),
    troubleOf(home, device) {
      const condition = streams.condition(home, device);
      if (condition?.reason === undefined) return undefined;
      return { brief: reasonWords(condition.reason).brief, since: condition.since };
    },
    onRevoked: () => void partitions.recheck(),
    onRefused,
    now,
    log,
  };
  if (config.metricsPort !== undefined) {
    metrics.watchProcess();
    const served = await serveMetrics(config.metricsPort, () => metrics.text());
    closers.push(() => served.close());
  }

  const control = await createControl({
    path: socket.path,
    database: { ...database, trouble: () => database.trouble() ?? lockTrouble() },
    recheck: () => partitions.recheck(),
    stop: suspend,
    takeBack: async () => (await partitions.takeBackHalt())?.since,
    keys: () =>
      keys.look().then(
        (kids) => ({ kids }),
        (error: unknown) => ({ why: error instanceof Failure ? error.message : 'see its log' }),
      ),
    conditions: () => deviceConditions(store, conditions),
    check: createCheckDesk({
      addressOf: (device) => register.address(device),
      unowned: (source) =>
        createUnowned({ store, ring, resolve: resolveHost, form: streamForm }, source),
      kinds,
      opening,
      hold(address, opener) {
        const lease = feeds.inspect(address, opener);
        return {
          ready: (bearMs) => lease.feed.ready(bearMs),
          watch: (listener) => lease.feed.watch(listener),
          release: () => lease.release(),
        };
      },
      isOpen: (address) => feeds.isOpen(address),
      known: (address) => conditions.of(address)?.reason,
      async settle() {
        await partitions.recheck();
        await warm.look();
      },
    }).check,
    silence: () => partitions.silence(),
    onSilent: (why) =>
      log.error({ alarm: 'silent', why }, 'nothing is delivered until the bridge is started anew'),
    report: (error) => log.error({ err: error }, 'a command could not be answered'),
  });
  closers.push(() => control.close());

  let draining = false;
  const isCanary = (account: AccountId) => tripwire?.guard.isCanary(account) ?? false;
  const app = createApp({
    media: mediaRoutes({
      partitions,
      tickets,
      streams,
      origin: () => origin,
      recordAddresses: config.audit.addresses,
      displayPlace: displayPlace(ring),
      isCanary,
      log,
      onRefused,
    }),
    webhook: webhookRoutes({
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
        ...(audit && { record: async () => audit.recorder.ready() }),
      },
      draining: () => draining,
    }),
    others: [oauthRoutes(site), ...(display ? [display.routes] : [])],
    log,
    trustedProxies: config.trustedProxies,
  });
  const server = createListener(app);
  const isProxied = config.trustedProxies > 0;
  const mostConnections = connectionLimits(descriptorLimit());
  capConnections(server, mostConnections, log, isProxied ? clientOf : undefined);
  const stopped = (await operatorSwitch.list()).find(({ what }) => what.of === 'all');
  // Also one that was asked for while all this was built: read last. What the store has needs no other.
  const kept = keptStop(dataDir, reached());
  if (kept !== undefined && outlasts(kept, stopped)) {
    log.warn(kept.terms, 'all delivery is stopped, as stopped.json says');
    suspend({ ...kept.terms, since: kept.since }).catch(() => undefined);
  }
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
  // Behind the listening: a second bridge on this store, started by mistake, does not get this far.
  if (tripwire === undefined) await removeCanaries(store);
  else {
    closers.push(() => tripwire.close());
    await tripwire.start();
  }
  const unconfirmed = isUpgrade ? await createOriginRegister(store, ring).olderUnconfirmed() : [];
  if (unconfirmed.length > 0) {
    log.warn(
      { unconfirmed },
      'cameras of an earlier version are reached over TLS, and no key was confirmed: see casement camera list',
    );
  }
  const before = await createPinRegister(store, pinReading).fromBefore();
  if (before !== undefined) {
    const level = before.unbound.length > 0 ? 'warn' : 'info';
    log[level](before, 'cameras are known by pins of an earlier version');
  }
  return {
    origin,
    at: authority(config.host, port),
    demo: demo?.file,
    suspend,
    close() {
      noteLeaving(dataDir);
      return closers.close();
    },
  };
}
