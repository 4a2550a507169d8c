/**
 * A camera's URL that stands in no row under that log-in is approached as if it were met for the first time.
 * If it leads to a row's camera, that row's origin and pin hold: no password goes to whoever answers in its
 * place.
 */
import type { Unowned } from '../../../wall/partitions/origin-port.ts';
import { hasLogin } from '../../../wall/partitions/place.ts';
import { hasName } from '../../../wall/partitions/url-place.ts';
import { hashOf } from './likeness.ts';
import { type GuardOrigin, OriginRefusal } from './origin.ts';
import { createOriginGuard } from './origin-guard.ts';
import type { Recognise } from './pins.ts';

const nothing = async (): Promise<void> => undefined;

/** Returns the guards of its connections. Nothing of it is written down. */
export function holdUnowned(unowned: Unowned): {
  readonly guardOrigin: GuardOrigin;
  readonly recognise: Recognise;
} {
  const { address, row, bound } = unowned;
  const url = new URL(address.stream);
  const { keys = [], ca, trustName } = row ?? {};
  return {
    guardOrigin: async () =>
      createOriginGuard({
        line: 'stream',
        bound,
        named: hasName(url),
        carriesLogin: hasLogin(url),
        trustName: trustName === true,
        confirmed: [...keys, ...(address.keys ?? [])],
        ca,
        async claim(...at) {
          if (await unowned.isTaken(...at)) throw new OriginRefusal('other-owner');
        },
        onRefused: () => undefined,
        accepted: nothing,
        save: nothing,
      }),
    async recognise(_from, line, seen) {
      const pin = await unowned.pin(line);
      return pin === undefined || hashOf(seen, pin.fields) === pin.hash;
    },
  };
}
