/**
 * The counters and gauges, in Prometheus terms. Every label has a closed set of values, and none names an
 * account, a device or an address: nothing here tells one account from another.
 */
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { Intent } from '../edge/assistants/google/intents.ts';
import { streamStages, type StreamStage } from '../pictures/streams/stages.ts';

const intentLabels: Readonly<Record<Intent, string>> = {
  'action.devices.SYNC': 'SYNC',
  'action.devices.QUERY': 'QUERY',
  'action.devices.EXECUTE': 'EXECUTE',
  'action.devices.DISCONNECT': 'DISCONNECT',
};

export interface Metrics {
  /** Adds the gauges, which are read whenever the text is. May be called once. */
  gauge(gauged: Gauged): void;
  /** The last check before delivery stopped a foreign picture. */
  foreignStamp(): void;
  /** One was kept out of a feed or a segment. */
  foreignUnit(): void;
  trip(): void;
  /** An intent was asked. */
  asked(intent: Intent): void;
  /** A request was refused: where, and with which code; each of a closed set. */
  refused(at: string, code: string): void;
  /** A stream reached that stage. */
  stream(stage: StreamStage): void;
  /** A round of the tripwire was made, could not be, or was made without WebRTC's pictures. */
  round(failed: 'front door' | 'webrtc' | undefined): void;
  /**
   * Adds what Node and the operating system say of this process (processor, memory, descriptors, event loop,
   * heap, garbage collection). May be called once: what watches them runs until the process ends, and costs
   * 0.4 % of a core.
   */
  watchProcess(): void;
  /** Returns all of it, in Prometheus's text format. */
  text(): Promise<string>;
}

export interface Gauged {
  readonly sessions: () => number;
  readonly households: () => number;
  readonly cameras: () => number;
  /** How many cameras are in each condition; the names are few and known. */
  readonly conditions: () => Promise<Readonly<Record<string, number>>>;
}

/** `now`: milliseconds since 1970. */
export function createMetrics(now: () => number): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const counter = (name: string, help: string) =>
    new Counter({ name: `casement_${name}`, help, registers });
  const labelled = <L extends string>(name: string, help: string, ...labelNames: L[]) =>
    new Counter({ name: `casement_${name}`, help, registers, labelNames });
  /** Counts in plain numbers, and reports them when it is read: these are counted several times for each stream. */
  const tallied = <V extends string>(
    name: string,
    help: string,
    label: string,
    values: readonly V[],
  ) => {
    // What has not happened yet is reported as 0, so that its first time shows as a change.
    const counts = new Map(values.map((value) => [value, 0]));
    new Counter({
      name: `casement_${name}`,
      help,
      registers,
      labelNames: [label],
      collect() {
        this.reset();
        for (const [value, count] of counts) this.inc({ [label]: value }, count);
      },
    });
    return (value: V): void => void counts.set(value, (counts.get(value) ?? 0) + 1);
  };
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
  const intents = Object.values(intentLabels);
  const asked = tallied('intents_total', 'Intents that were asked', 'intent', intents);
  const refused = labelled('refusals_total', 'Requests that were refused', 'at', 'code');
  const stream = tallied('streams_total', 'Streams that got as far as this', 'stage', streamStages);
  let lastRound = 0;
  gauge('tripwire_last_round_seconds', 'When the last round was made (Unix time)', () =>
    Math.floor(lastRound / 1000),
  );
  return {
    gauge(gauged) {
      gauge('sessions', 'Displays watching a device now', gauged.sessions);
      gauge('households', 'Households kept open now', gauged.households);
      gauge('cameras', 'Cameras open now', gauged.cameras);
      new Gauge({
        name: 'casement_camera_conditions',
        help: 'Cameras by what was seen of them last: plays, or the reason why they show nothing',
        labelNames: ['reason'],
        registers,
        async collect() {
          for (const [reason, count] of Object.entries(await gauged.conditions()))
            this.set({ reason }, count);
        },
      });
    },
    foreignStamp: () => stamps.inc(),
    foreignUnit: () => units.inc(),
    trip: () => trips.inc(),
    asked: (intent) => asked(intentLabels[intent]),
    refused: (at, code) => refused.inc({ at, code }),
    stream,
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
