/**
 * The operator's switch: suspends delivery, of everything or of a part, and lifts it again. The commands use
 * it; no request path does.
 */
import { Failure } from '../../common/failures.ts';
import type { DeviceId } from '../../identity/ids.ts';
import type { OperatorStore } from '../../storage/store.ts';
import type { SuspensionRecord, SuspensionScope } from '../../storage/suspensions.ts';
import { readModel } from '../partitions/camera-form.ts';
import { keyOf } from '../partitions/suspensions.ts';
import { unknown } from './entry.ts';

/** What can be suspended. A device stands for the camera behind it, whoever sees it. */
export type Suspendable =
  Exclude<SuspensionScope, { of: 'camera' }> | { readonly of: 'device'; readonly device: DeviceId };

/** One suspension in force. */
export interface Suspension extends Omit<SuspensionRecord, 'scope'> {
  /** A camera is named by its owner's device id. */
  readonly what: Suspendable;
}

interface Terms {
  /** Milliseconds since 1970. */
  readonly until?: number;
  readonly reason?: string;
  /** Whether a model that no camera has may be suspended, too. */
  readonly unknownModel?: boolean;
}

export interface Switch {
  /**
   * Suspends, in place of an earlier suspension of the same. Sessions that it concerns end within a second,
   * in whatever process they run.
   * @throws Failure `not-found` for a device, account or model that does not exist, `bad-request` for terms
   * that make no sense.
   */
  suspend(what: Suspendable, terms?: Terms): Promise<Suspension>;
  /**
   * Lifts exactly one suspension; what another one covers stays suspended. It may be over by this clock
   * already: a bridge that does not believe the clock may hold on to it.
   * @throws Failure `not-found` if there is none of exactly this.
   */
  resume(what: Suspendable): Promise<Suspension>;
  /** Returns those in force, oldest first. */
  list(): Promise<readonly Suspension[]>;
}

const longestReason = 200;
/** How many models are named to whoever names one that there is not. */
const namedModels = 50;

/** Reads the reason of a suspension. @throws Failure `bad-request` unless it is one line of at most 200 characters. */
export function readReason(given: string): string {
  const text = given.normalize('NFC').trim();
  if (text === '') throw new Failure('bad-request', 'the reason is empty');
  if (/\p{Cc}/u.test(text) || Array.from(text).length > longestReason) {
    const form = `one line of at most ${longestReason} characters`;
    throw new Failure('bad-request', `the reason is not ${form}`);
  }
  return text;
}

/** `now`: milliseconds since 1970. */
export function createSwitch(
  { operator: { map, suspensions } }: OperatorStore<'map' | 'suspensions'>,
  now: () => number,
): Switch {
  async function scopeOf(what: Suspendable): Promise<SuspensionScope> {
    if (what.of === 'model') return { of: 'model', model: readModel(what.model) };
    if (what.of !== 'device') return what;
    const { device } = what;
    const entry = await map.ofDevice(device);
    if (entry === undefined) throw unknown(device);
    return { of: 'camera', camera: entry.camera };
  }

  async function mustBeKnown(model: string): Promise<void> {
    if (await map.hasModel(model)) return;
    const models = await map.models({ most: namedModels + 1 });
    const known = models.slice(0, namedModels).map((name) => JSON.stringify(name));
    const more = models.length > namedModels ? ' and others' : '';
    const has =
      known.length === 0 ? 'no camera has a model' : `there are ${known.join(', ')}${more}`;
    throw new Failure('not-found', `no camera is of the model ${JSON.stringify(model)}: ${has}`);
  }

  /** Returns undefined for one whose camera has gone at this moment. */
  async function shown({ scope, ...terms }: SuspensionRecord): Promise<Suspension | undefined> {
    if (scope.of !== 'camera') return { what: scope, ...terms };
    const owner = (await map.entriesOf(scope.camera)).find(({ role }) => role === 'owner');
    return owner && { what: { of: 'device', device: owner.device }, ...terms };
  }

  async function named(record: SuspensionRecord): Promise<Suspension> {
    const suspension = await shown(record);
    if (suspension === undefined) throw new Failure('not-found', 'the camera is gone');
    return suspension;
  }

  async function inForce(): Promise<readonly SuspensionRecord[]> {
    const all = await suspensions.list();
    return all.filter(({ until }) => until === undefined || until > now());
  }

  return {
    async suspend(what, { until, reason, unknownModel = false } = {}) {
      const since = now();
      if (until !== undefined && until <= since) {
        throw new Failure('bad-request', 'the end of the suspension is in the past');
      }
      const scope = await scopeOf(what);
      if (scope.of === 'model' && !unknownModel) await mustBeKnown(scope.model);
      const suspension = {
        scope,
        since,
        ...(until !== undefined && { until }),
        ...(reason !== undefined && { reason: readReason(reason) }),
      };
      await suspensions.suspend(suspension);
      return named(suspension);
    },

    async resume(what) {
      const scope = await scopeOf(what);
      const found = (await suspensions.list()).find((one) => keyOf(one.scope) === keyOf(scope));
      if (found === undefined) throw new Failure('not-found', 'this is not suspended');
      await suspensions.resume(scope);
      return named(found);
    },

    async list() {
      const all = await Promise.all((await inForce()).map(shown));
      return all.flatMap((one) => one ?? []);
    },
  };
}
