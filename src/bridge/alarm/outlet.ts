/**
 * Where alarms leave the bridge: webhooks, and the operator's command. Only so many leave in one window, so
 * that a camera that comes and goes cannot flood anybody; those held back are counted, and reported when the
 * window is over.
 */
import { setMaxListeners } from 'node:events';
import { runCommand } from './command.ts';
import { postAlarm } from './webhook.ts';

/** Another camera answers in the place of a known one. Only device ids are reported, and they are opaque. */
interface OtherCamera {
  readonly devices: readonly string[];
  /** The line over which it answers: its stream, its stills or ONVIF. */
  readonly line: string;
}

export interface OutletParts {
  /** May hold secrets: never logged. */
  readonly webhook: string | undefined;
  /** Called for trips only. */
  readonly tripwireWebhook: string | undefined;
  readonly command: readonly [string, ...string[]] | undefined;
  readonly log: { warn(fields: object, message: string): void };
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly commandTimeoutMs?: number;
  readonly pausesMs?: readonly number[];
  /** Length of the window, in milliseconds. */
  readonly windowMs?: number;
}

export interface Outlet {
  /** Returns at once and never throws. */
  otherCamera(event: OtherCamera): void;
  /** Is never held back. */
  trip(reason: string): void;
  /** Gives up what is under way. */
  close(): Promise<void>;
}

/** How many alarms leave in one window, each camera's once. */
export const maxInWindow = 20;

/** Returns the outlet. A window is ten minutes long if `windowMs` is left out. */
export function createOutlet(parts: OutletParts): Outlet {
  const { webhook, tripwireWebhook, command, log, now, commandTimeoutMs, pausesMs } = parts;
  const windowMs = parts.windowMs ?? 600_000;
  const closing = new AbortController();
  // Each post under way listens.
  setMaxListeners(0, closing.signal);
  const sent = new Set<string>();
  let heldBack = 0;
  let window: NodeJS.Timeout | undefined;
  let failing = false;

  const report = (what: object): void =>
    log.warn(what, 'the alarm could not be delivered to the webhook');
  const waiting: object[] = [];
  let running: Promise<void> | undefined;

  async function run(program: readonly [string, ...string[]]): Promise<void> {
    for (let message = waiting.shift(); message !== undefined; message = waiting.shift()) {
      const options = {
        command: program,
        ...(commandTimeoutMs && { timeoutMs: commandTimeoutMs }),
      };
      const why = await runCommand(options, message, closing.signal);
      if (closing.signal.aborted) return;
      if (why !== undefined && !failing) log.warn({ why }, 'the alarm command failed');
      failing = why !== undefined;
    }
  }

  function send(alarm: object, urls: readonly (string | undefined)[], urgent: boolean): void {
    const message = { ...alarm, at: new Date(now()).toISOString() };
    for (const url of new Set(urls)) {
      if (url === undefined) continue;
      const options = { url, report, ...(pausesMs && { pausesMs }) };
      void postAlarm(options, message, closing.signal);
    }
    if (command === undefined) return;
    if (urgent) waiting.unshift(message);
    else waiting.push(message);
    running ??= run(command).finally(() => {
      running = undefined;
    });
  }

  function closeWindow(): void {
    window = undefined;
    sent.clear();
    if (heldBack === 0) return;
    send({ alarm: 'held-back', count: heldBack }, [webhook], false);
    heldBack = 0;
    openWindow();
  }

  function openWindow(): void {
    window ??= setTimeout(closeWindow, windowMs).unref();
  }

  return {
    otherCamera({ devices, line }) {
      const name = JSON.stringify([line, ...devices]);
      openWindow();
      if (sent.has(name) || sent.size >= maxInWindow) {
        heldBack += 1;
        return;
      }
      sent.add(name);
      send({ alarm: 'other-camera', devices, line }, [webhook], false);
    },
    trip: (reason) => send({ alarm: 'tripwire', reason }, [tripwireWebhook, webhook], true),
    async close() {
      closing.abort();
      clearTimeout(window);
      await running;
    },
  };
}
