/**
 * Checks cameras beside a running bridge: one check at a time for each, and so many in all. An open camera is
 * not opened anew.
 */
import { createHash } from 'node:crypto';
import { checkCamera } from '../../pictures/cameras/check-camera.ts';
import { checkOpen } from '../../pictures/cameras/check/check-open.ts';
import type { HeldStream } from '../../pictures/cameras/check/held-stream.ts';
import { usualLimits } from '../../pictures/cameras/check/limits.ts';
import type { CheckedCamera, TellStep } from '../../pictures/cameras/check/steps.ts';
import type { OpenSource } from '../../pictures/cameras/media.ts';
import { holdUnowned } from '../../pictures/cameras/origin/unowned.ts';
import type { Reason } from '../../pictures/cameras/reason.ts';
import type { SourceKinds } from '../../pictures/cameras/kinds.ts';
import type { SourceOptions } from '../../pictures/cameras/source-options.ts';
import { isOverTls } from '../../wall/partitions/usual-port.ts';
import { Failure } from '../../common/failures.ts';
import { DeviceId } from '../../identity/ids.ts';
import type { CameraAddress } from '../../wall/partitions/camera-address.ts';
import type { UnownedSource } from '../../wall/operator/unowned.ts';
import type { Unowned } from '../../wall/partitions/origin-port.ts';
import type { CheckAsked } from '../control/messages.ts';

export interface CheckDeskParts {
  /** Returns where the camera of a device is, now. @throws Failure `not-found` */
  readonly addressOf: (device: DeviceId) => Promise<CameraAddress>;
  /** @throws Failure `bad-request` */
  readonly unowned: (source: UnownedSource) => Promise<Unowned>;
  readonly kinds: SourceKinds;
  /** How the bridge opens cameras. */
  readonly opening: SourceOptions;
  /**
   * Holds a camera open, and opens it by `opener` if it is not open yet: viewers who come meanwhile share it.
   * @throws Failure `overloaded`
   */
  readonly hold: (address: CameraAddress, opener?: OpenSource) => HeldStream;
  readonly isOpen: (address: CameraAddress) => boolean;
  /** Why a camera shows nothing, as far as is known; undefined if it plays, or was not asked. */
  readonly known: (address: CameraAddress) => Reason | undefined;
  /** Puts into force what was just written. Must not reject. */
  readonly settle: () => Promise<unknown>;
  /** How many at a time; four if left out. */
  readonly most?: number;
}

export interface CheckDesk {
  readonly check: (
    asked: CheckAsked,
    tell: TellStep,
  ) => Promise<CheckedCamera | { readonly why: string }>;
}

/** Whether two URLs of one place ask for the same under the same log-in name. */
function sameLogin(one: string, other: string): boolean {
  const [a, b] = [new URL(one), new URL(other)];
  return a.protocol === b.protocol && a.username === b.username && a.password === b.password;
}

/** Returns a desk that lets nobody wait: a check that has no place is answered with `why`. */
export function createCheckDesk(parts: CheckDeskParts): CheckDesk {
  const { kinds, opening, most = 4 } = parts;
  const going = new Set<string>();

  async function inTurn<Found>(
    name: string,
    work: () => Promise<Found>,
  ): Promise<Found | { readonly why: string }> {
    if (going.has(name)) return { why: 'it is being checked already' };
    if (going.size >= most) return { why: `${most} cameras are being checked already` };
    going.add(name);
    try {
      return await work();
    } finally {
      going.delete(name);
    }
  }

  /** An open camera is looked at, and the rest of it is left alone. */
  async function look(address: CameraAddress, tell: TellStep): Promise<CheckedCamera> {
    const secure = isOverTls(address.stream);
    const held = parts.hold(address);
    const known = () => parts.known(address);
    const { url, ...found } = await checkOpen({ held, secure, limits: usualLimits, tell, known });
    return { stream: url, ...found, wasOpen: true };
  }

  async function ofRow(address: CameraAddress, tell: TellStep) {
    return inTurn(address.stamp.camera, async () =>
      parts.isOpen(address)
        ? look(address, tell)
        : checkCamera(address, {
            ...opening,
            kinds,
            opening,
            tell,
            open: (opener) => parts.hold(address, opener),
          }),
    );
  }

  async function ofDevice(device: DeviceId, tell: TellStep) {
    await parts.settle();
    return ofRow(await parts.addressOf(device), tell);
  }

  async function ofUrl(source: UnownedSource, tell: TellStep) {
    const unowned = await parts.unowned(source);
    const { address, row } = unowned;
    if (row?.stream === address.stream) return ofRow(row, tell);
    // The name is kept as long as the check goes on, and the URL may hold a password.
    const url = createHash('sha256').update(source.stream).digest('base64');
    return inTurn(row?.stamp.camera ?? url, async () => {
      if (row !== undefined && parts.isOpen(row)) {
        // Its viewers have used another log-in, which says nothing about this one.
        if (sameLogin(row.stream, address.stream)) return look(row, tell);
        if (row.connections === 1) return { why: 'it takes one connection, which is in use' };
      }
      return checkCamera(address, { ...holdUnowned(unowned), kinds, tell, binds: false });
    });
  }

  return {
    async check(asked, tell) {
      try {
        if ('device' in asked) return await ofDevice(DeviceId(asked.device), tell);
        const { rtsp: url, transport, keys } = asked;
        return await ofUrl({ stream: url, transport, keys }, tell);
      } catch (error) {
        if (error instanceof Failure) return { why: error.message };
        throw error;
      }
    },
  };
}
