/** Tries once whether a camera plays, for the operator: every URL of it, as the bridge asks it. */
import { deadline } from '../../common/deadline.ts';
import type { CameraAddress } from '../../wall/partitions/camera-address.ts';
import type { GuardOrigin } from './origin/origin.ts';
import type { Recognise } from './origin/pins.ts';
import { askStill } from './camera-still.ts';
import { checkDevice } from './check/check-device.ts';
import { checkUrl, loginIn, noting, type Seen } from './check/check-url.ts';
import type { CheckLimits, HeldStream } from './check/held-stream.ts';
import { usualLimits } from './check/limits.ts';
import type { CheckedCamera, CheckedUrl, TellStep } from './check/steps.ts';
import { credentialsOf } from './credentials.ts';
import { createLookup, type Lookup } from './lookup.ts';
import type { OpenSource } from './media.ts';
import { createDeviceCheck, type DeviceCheck } from './onvif/device-check.ts';
import type { SourceKinds } from './kinds.ts';
import type { SourceOptions } from './source-options.ts';

export interface CheckCameraOptions {
  readonly guardOrigin: GuardOrigin;
  readonly recognise: Recognise;
  /** How long each of its URLs may take to answer, in milliseconds; five seconds if left out. */
  readonly timeoutMs?: number;
  readonly limits?: Partial<CheckLimits>;
  readonly lookup?: Lookup;
  /** Called for each step of the stream. */
  readonly tell?: TellStep;
  /** False: it stands in no row, and nothing of it is written down. */
  readonly binds?: boolean;
  /** Opens the stream, shared with others who hold it open; it is opened for this alone if left out. */
  readonly open?: (opener: OpenSource) => HeldStream;
  readonly kinds: SourceKinds;
  /** The options of whoever else holds it open. */
  readonly opening?: Partial<SourceOptions>;
}

/** For a camera that is opened for this alone. */
const usualOpening = { silentAfterMs: 5_000, backoff: { firstMs: 150, maxMs: 150 } } as const;

/**
 * Connects to each URL of a camera as the bridge does, until its stream shows pictures, and binds what was not bound
 * yet. Never rejects.
 */
export async function checkCamera(
  address: CameraAddress,
  options: CheckCameraOptions,
): Promise<CheckedCamera> {
  const { guardOrigin, recognise, lookup = createLookup(), binds = true } = options;
  const unanswered = options.opening?.unanswered;
  const timeoutMs = options.timeoutMs ?? usualLimits.timeoutMs;
  const limits = { ...usualLimits, timeoutMs, ...options.limits };
  const over = new AbortController();
  const end = deadline(timeoutMs, over.signal);
  const { signal } = end;
  const how = { lookup, timeoutMs, signal };

  const device = { guardOrigin, recognise, unanswered, lookup, timeoutMs };
  const asking = checkDevice(address, signal, device);

  const askAnew = createDeviceCheck(device);
  let isFirst = true;
  /** What was asked here already is not asked again for the stream, but is for its later connections. */
  const sameDevice: DeviceCheck = (...asked) => {
    if (!isFirst || asking === undefined) return askAnew(...asked);
    isFirst = false;
    return () => asking.same;
  };

  async function checkOwnStream() {
    const inUrl = loginIn(address.stream);
    const tell = options.tell ?? (() => undefined);
    const { kinds } = options;
    const asked = { guardOrigin, recognise, lookup, sameDevice };
    const opening = { ...usualOpening, ...options.opening, ...asked };
    const open = options.open ?? ((opener) => heldAlone(opener, address));
    const checked = await kinds.check({ address, opening, open, binds, limits, tell });
    return { ...checked, url: { ...checked.url, ...inUrl } };
  }

  function checkStill(): Promise<CheckedUrl> | undefined {
    const { still: url } = address;
    if (url === undefined) return undefined;
    const seen: Seen = {};
    const hasPassword = credentialsOf(new URL(url)) !== undefined;
    return checkUrl({ url, hasPassword, seen, signal }, async () => {
      const guard = noting(await guardOrigin(address, 'still'), seen);
      await askStill({
        ...how,
        url,
        guard,
        recognise: async (likeness) => {
          const isSame = await recognise(address, 'still', likeness, async () => undefined);
          return isSame && (asking === undefined || (await asking.same));
        },
      });
    });
  }

  try {
    const [checked, still, onvif] = await Promise.all([
      checkOwnStream(),
      checkStill(),
      asking?.url,
    ]);
    const { url: stream, failed, facts } = checked;
    return {
      stream,
      failed,
      facts,
      wasOpen: false,
      ...(still && { still }),
      ...(onvif && { onvif }),
    };
  } finally {
    over.abort();
    end.clear();
  }
}

/** Opens it for this alone. */
function heldAlone(opener: OpenSource, address: CameraAddress): HeldStream {
  const source = opener(address);
  return {
    ready: (maxDelayMs) => source.ready(maxDelayMs),
    watch: (listener) => source.subscribe(listener),
    release: () => source.close(),
  };
}
