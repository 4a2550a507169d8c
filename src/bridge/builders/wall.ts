/**
 * Builds the wall: the door, the record behind it, the pins and origins of cameras, and the operator's
 * control of all of it.
 */
import { hostname } from 'node:os';
import { type AccessTokens, createAccessTokens } from '../../identity/access-token.ts';
import { createTickets, type Tickets } from '../../identity/ticket.ts';
import type { Guard } from '../../tripwire/guard.ts';
import { streamForm } from '../../pictures/cameras/stream-form.ts';
import { leaveOut } from '../../tripwire/leave-out.ts';
import { logViewings } from '../../wall/audit/viewing-log.ts';
import { createRegister, type Register } from '../../wall/operator/register.ts';
import { createSwitch } from '../../wall/operator/switch.ts';
import type { Alarm } from '../../wall/partitions/alarm.ts';
import { placeOlderRows } from '../../wall/partitions/older-rows.ts';
import { createPartitions, type Partitions } from '../../wall/partitions/partitions.ts';
import { noRecord, type Recorder } from '../../wall/partitions/recorder.ts';
import { createOutlet, type Outlet } from '../alarm/outlet.ts';
import { createKeptEmergencyStop, type KeptEmergencyStop } from '../kept-emergency-stop.ts';
import { capacity } from '../limits.ts';
import type { BuildContext } from './context.ts';
import { buildOrigins, type Origins } from './origins.ts';
import { buildRecord } from './record.ts';
import type { BridgeStorage } from './storage.ts';

export interface Wall {
  /** The door. The pictures close it before they close themselves. */
  readonly partitions: Partitions;
  readonly tickets: Tickets;
  readonly accessTokens: AccessTokens;
  /** The record of who was shown what, if one is kept. */
  readonly record: Recorder | undefined;
  readonly origins: Origins;
  readonly register: Register;
  readonly emergencyStop: KeptEmergencyStop;
  /** Where alarms leave the bridge. */
  readonly outlet: Outlet;
}

export interface WallParts {
  readonly storage: BridgeStorage;
  /** How many partitions are kept open at a time. */
  readonly openPartitions: number;
  /** Called for everything that the last check before delivery stopped. */
  readonly alarm: Alarm;
  /** The tripwire's guard, if there is one: its canaries are left out of the record. */
  readonly guard: () => Pick<Guard, 'isOwn'> | undefined;
}

/** Builds the wall, and reports what has stood against delivery since before. */
export async function buildWall(context: BuildContext, parts: WallParts): Promise<Wall> {
  const { config, log, now, clock, resolveHost, closers } = context;
  const { storage, guard } = parts;
  const { store, reached } = storage;
  const { ring } = storage.keys;

  const operatorSwitch = createSwitch(store, reached);
  const suspended = await operatorSwitch.list();
  if (suspended.length > 0) log.warn({ suspended }, 'some delivery is suspended');

  const record = await buildRecord(context, storage);
  const tickets = createTickets(ring, now);
  const accessTokens = createAccessTokens({
    ring,
    issuer: config.publicUrl ?? 'urn:casement:demo',
    lifetimeSeconds: config.accessTokenMs / 1000,
    now,
  });
  const partitions = createPartitions({
    store,
    ring,
    tickets,
    stream: config.stream,
    alarm: parts.alarm,
    recorder: leaveOut(
      logViewings(record ?? noRecord, {
        log,
        clientOf: async (account, grant) => (await store.of(account).grant(grant))?.client,
        clock,
      }),
      (facts) => guard()?.isOwn(facts) ?? false,
    ),
    onFault: (error) => log.error({ err: error }, 'something failed when a stream had ended'),
    now,
    reached,
    clock,
    leaseMs: config.leaseMs,
    name: `${hostname()}, process ${process.pid}`,
    maxOpen: parts.openPartitions,
    maxSessionsPerAccount: capacity.sessionsPerAccount,
    maxSessions: capacity.sessions,
  });

  const outlet = createOutlet({
    ...config.alarm,
    tripwireWebhook: config.tripwire.webhook,
    log,
    now,
  });
  closers.push(() => outlet.close());
  const origins = buildOrigins(context, { storage, partitions, outlet });
  const { dataDir } = config;
  const emergencyStop = createKeptEmergencyStop({
    dataDir,
    partitions,
    operatorSwitch,
    log,
    now,
    reached,
  });
  const register = createRegister(store, ring, resolveHost, streamForm);
  // Before anything is connected to: what leads to one of them is refused from then on.
  await placeOlderRows(store, ring);
  return Object.freeze({
    partitions,
    tickets,
    accessTokens,
    record,
    origins,
    register,
    emergencyStop,
    outlet,
  });
}
