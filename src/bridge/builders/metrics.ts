/** Adds the current gauges to the metrics, and serves them if that is wanted. */
import { serveMetrics } from '../../edge/http/metrics.ts';
import { createConditionCounts } from '../cameras/conditions.ts';
import type { Metrics } from '../metrics.ts';
import type { BuildContext } from './context.ts';
import type { Pictures } from './pictures.ts';
import type { BridgeStorage } from './storage.ts';
import type { Wall } from './wall.ts';

export interface OfferedMetrics {
  readonly metrics: Metrics;
  readonly storage: Pick<BridgeStorage, 'store'>;
  readonly wall: Pick<Wall, 'partitions'>;
  readonly pictures: Pick<Pictures, 'feeds' | 'conditions'>;
}

/** @throws Error if the port cannot be listened on. */
export async function offerMetrics(
  { config, closers }: BuildContext,
  { metrics, storage, wall, pictures }: OfferedMetrics,
): Promise<void> {
  if (config.metricsPort === undefined) return;
  const conditionCounts = createConditionCounts(storage.store, pictures.conditions);
  metrics.gauge({
    sessions: () => wall.partitions.load.sessions,
    households: () => wall.partitions.load.partitions,
    cameras: () => pictures.feeds.size,
    conditions: () => conditionCounts(),
  });
  metrics.watchProcess();
  const served = await serveMetrics(config.metricsPort, () => metrics.text());
  closers.push(() => served.close());
}
