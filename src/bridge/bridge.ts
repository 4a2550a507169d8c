/** The composition root: puts the bridge together, from the ground up. builders/ knows every concrete class. */
import { performance } from 'node:perf_hooks';
import { originOf, portOf } from '../edge/http/address.ts';
import { authority } from '../common/host-name.ts';
import type { Log } from '../common/log.ts';
import { createLookup } from '../pictures/cameras/lookup.ts';
import { type DemoFile, refuseDemoFolder } from '../simulator/demo/demo-file.ts';
import type { Guard } from '../tripwire/guard.ts';
import type { StopTerms } from '../wall/partitions/partitions.ts';
import { buildClients } from './builders/clients.ts';
import type { BuildContext } from './builders/context.ts';
import { buildControl } from './builders/control.ts';
import { buildEdge } from './builders/edge.ts';
import { offerMetrics } from './builders/metrics.ts';
import { buildPictures } from './builders/pictures.ts';
import { buildStorage } from './builders/storage.ts';
import { buildTripwire } from './builders/tripwire.ts';
import { buildWall } from './builders/wall.ts';
import { warnOfEarlierVersion } from './cameras/earlier-version.ts';
import { createClosers } from './closers.ts';
import type { Config } from './config/config.ts';
import { noteLeaving } from './control/running-bridge.ts';
import { createForeignAlarms } from './foreign-alarms.ts';
import { capacity } from './limits.ts';
import { createMetrics } from './metrics.ts';

export interface Bridge {
  /** Where it is reached. */
  readonly origin: string;
  /** Where it listens: host and port. */
  readonly at: string;
  /** What was written to `demo.json`; absent if it runs for real. */
  readonly demo: DemoFile | undefined;
  /**
   * Suspends all delivery at once; resolves when that is written down (see
   * `partitions.triggerEmergencyStop`). `casement resume --all` lifts it.
   */
  suspend(terms: StopTerms): Promise<void>;
  /** Stops accepting, lets requests finish, ends every stream, closes the store. Idempotent. */
  close(): Promise<void>;
}

/**
 * Builds the bridge and listens. `openPartitions` is how many are kept at a time.
 * @throws Failure or Error saying what is in the way; everything that was opened by then is closed again.
 */
export async function startBridge(
  config: Config,
  log: Log,
  openPartitions: number = capacity.openPartitions,
): Promise<Bridge> {
  const closers = createClosers();
  const clock = () => performance.now();
  try {
    const context = { config, log, now: Date.now, clock, resolveHost: createLookup(), closers };
    return await build(context, openPartitions);
  } catch (error) {
    await closers.close().catch((err: unknown) => log.warn({ err }, 'not all could be closed'));
    throw error;
  }
}

async function build(context: BuildContext, openPartitions: number): Promise<Bridge> {
  const { config, log, now, closers } = context;
  const { dataDir } = config;
  if (!config.demo) refuseDemoFolder(dataDir);
  const port = await portOf(config);
  const origin = originOf(config, port);

  const storage = await buildStorage(context);
  const metrics = createMetrics(now);
  // The tripwire goes through the wall like anybody else, and the wall reports to it what it stops.
  const guard = (): Guard | undefined => tripwire.guard;
  const foreign = createForeignAlarms({ log, metrics, guard });
  const wall = await buildWall(context, {
    storage,
    openPartitions,
    alarm: foreign.atDelivery,
    guard,
  });
  const tripwire = buildTripwire(context, { storage, wall, metrics, origin });
  const pictures = await buildPictures(context, {
    storage,
    wall,
    guard: tripwire.guard,
    onForeign: foreign.inside,
    metrics,
    origin,
  });
  const clients = await buildClients(context, { storage, origin });
  await offerMetrics(context, { metrics, storage, wall, pictures });
  const control = await buildControl(context, { storage, wall, pictures });
  const edge = buildEdge(context, {
    storage,
    wall,
    pictures,
    clients,
    control,
    guard: tripwire.guard,
    metrics,
    origin,
  });

  // This includes a stop that was asked for while all this was built: it is read last.
  await wall.emergencyStop.obeyKept();
  await edge.listen(port);
  await tripwire.start();
  const { store, keys, isUpgrade } = storage;
  const { register } = wall;
  let leaving = false;
  closers.push(() => void (leaving = true));
  void warnOfEarlierVersion({ store, ring: keys.ring, register, isUpgrade, log }).catch(
    (error: unknown) => {
      // What the next start tells, too, need not hold up the end of this one.
      if (!leaving) log.warn({ err: error }, 'rows of an earlier version could not be read');
    },
  );
  return {
    origin,
    at: authority(config.host, port),
    demo: clients.demo,
    suspend: (terms) => wall.emergencyStop.trigger(terms),
    close() {
      noteLeaving(dataDir);
      return closers.close();
    },
  };
}
