/**
 * What is counted, in the words of Prometheus. No label names an account, a device or an address:
 * nothing here tells one household from another. The one label there is has a closed list of values.
 */
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';

export interface Metrics {
  /** The last look before delivery stopped a foreign picture. */
  foreignStamp(): void;
  /** One was kept out of a feed or a segment. */
  foreignUnit(): void;
  trip(): void;
  /** A round of the tripwire was made, could not be, or was made without WebRTC's pictures. */
  round(failed: 'front door' | 'webrtc' | undefined): void;
  /**
   * Adds what Node and the operating system tell of this process (processor, memory, descriptors, event loop, heap,
   * garbage collection). Once: what watches them runs until the process ends, and costs 0.4 % of a core.
   */
  watchProcess(): void;
  /** All of it, in Prometheus's text format. */
  text(): Promise<string>;
}

export interface Gauged {
  readonly sessions: () => number;
  readonly households: () => number;
  readonly cameras: () => number;
  /** How many cameras there are of each condition; the names are few and known. */
  readonly conditions: () => Readonly<Record<string, number>>;
}

/** `now`: milliseconds since 1970. */
export function createMetrics(gauged: Gauged, now: () => number): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const counter = (name: string, help: string) =>
    new Counter({ name: `casement_${name}`, help, registers });
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name: `casement_${name}`,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  const stamps = counter('foreign_stamps_total', 'Foreign pictures stopped before delivery');
  const units = counter('foreign_units_total', 'Foreign pictures kept out of a feed or a segment');
  const trips = counter('tripwire_trips_total', 'Times the tripwire suspended all delivery');
  const rounds = counter('tripwire_rounds_total', 'Rounds of the tripwire, failed ones included');
  const failures = counter('tripwire_failures_total', 'Rounds that could not be made');
  const silent = counter('tripwire_webrtc_failures_total', 'Rounds without pictures by WebRTC');
  let lastRound = 0;
  gauge('tripwire_last_round_seconds', 'When the last round was made (Unix time)', () =>
    Math.floor(lastRound / 1000),
  );
  gauge('sessions', 'Displays watching a device now', gauged.sessions);
  gauge('households', 'Households kept open now', gauged.households);
  gauge('cameras', 'Cameras open now', gauged.cameras);
  new Gauge({
    name: 'casement_camera_conditions',
    help: 'Cameras by what was seen of them last: plays, or the reason why they show nothing',
    labelNames: ['reason'],
    registers,
    collect() {
      for (const [reason, count] of Object.entries(gauged.conditions()))
        this.set({ reason }, count);
    },
  });
  return {
    foreignStamp: () => stamps.inc(),
    foreignUnit: () => units.inc(),
    trip: () => trips.inc(),
    round(failed) {
      rounds.inc();
      if (failed === 'webrtc') silent.inc();
      if (failed === 'front door') failures.inc();
      else lastRound = now();
    },
    watchProcess: () => collectDefaultMetrics({ register: registry, prefix: 'casement_' }),
    text: () => registry.metrics(),
  };
}
