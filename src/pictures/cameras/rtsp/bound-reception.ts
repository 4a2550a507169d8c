/** Opens a camera's stream as the wall wants it: recognised before it plays, bound before anything goes on. */
import type { CameraAddress } from '../../../wall/partitions/camera-address.ts';
import type { AccessUnit } from '../media.ts';
import { EarlyUnits } from './early-units.ts';
import { RtspFault } from './fault.ts';
import { openReception, type Reception, type ReceptionOptions } from './reception.ts';
import type { OwnOptions } from './rtsp-options.ts';
import type { Attempt } from './second-look.ts';
import { parseTarget } from './target.ts';

/** A camera slow to answer may still come on after `ready` has given up on it. */
export const connectTimeoutMs = 5_000;

export interface BoundReceptionParts extends Pick<
  ReceptionOptions,
  'signal' | 'openedAt' | 'before' | 'onFlow' | 'onLoss'
> {
  readonly address: CameraAddress;
  readonly options: OwnOptions;
  /** Called once its origin is known. */
  readonly begin: () => Attempt;
  /** Called with each unit, in their order, once it is bound: with those that came before then, first of all. */
  readonly deliver: (unit: AccessUnit) => void;
}

/** Its ONVIF service is asked beside DESCRIBE; nothing is set up before both are known. @throws RtspFault, OriginRefusal */
export async function openBoundReception(parts: BoundReceptionParts): Promise<Reception> {
  const { address, options, begin, deliver, ...connection } = parts;
  const { guardOrigin, habits, lookup, lossWindowMs, now, readyTimeoutMs, recognise } = options;
  const { silentAfterMs, watch } = options;
  // Before its origin is asked for: what is no URL has none.
  const target = parseTarget(address.stream);
  const guard = await guardOrigin(address, 'stream').catch((cause: unknown) => {
    throw new RtspFault('unverified', { cause });
  });
  // Nothing goes on before it is bound.
  const early = new EarlyUnits();
  let take = (unit: AccessUnit): void => early.add(unit);
  const second = begin();
  const asking = new AbortController();
  const sameDevice = options.sameDevice(address, asking.signal);
  try {
    const reception = await openReception({
      ...connection,
      target,
      transport: address.transport,
      boundTransport: guard.transport,
      lookup,
      timeoutMs: Math.max(connectTimeoutMs, readyTimeoutMs ?? 0),
      guard,
      recognise: async (seen, again) =>
        (await recognise(address, 'stream', seen, again)) && (await sameDevice()),
      second,
      ...(watch !== undefined && { watch }),
      habits,
      stamp: address.stamp,
      now: now ?? Date.now,
      silentAfterMs,
      deliver: (unit) => take(unit),
      ...(lossWindowMs !== undefined && { lossWindowMs }),
    });
    await guard.bind(reception.transport).catch(async (cause: unknown) => {
      await reception.close('unverified');
      throw new RtspFault('unbound', { cause });
    });
    second.played();
    take = deliver;
    for (const unit of early.take()) deliver(unit);
    return reception;
  } finally {
    asking.abort();
  }
}
