/**
 * Serial numbers: tell cameras apart by what ONVIF's GetDeviceInformation says, for makes whose serial
 * numbers an operator has called unique. Without that word they are compared for a warning only, because many
 * makers repeat them ("SerialNumber", "0123456789").
 */
import { createHmac } from 'node:crypto';
import type { DeviceId } from '../../identity/ids.ts';
import type { KeyRing } from '../../identity/keyring.ts';
import { serialKey } from '../../identity/place-key.ts';
import { Failure } from '../../common/failures.ts';
import type { UniqueMake } from '../../storage/serials.ts';
import type { OperatorStore } from '../../storage/store.ts';
import type { Opened } from './camera-address.ts';
import { bare, longestSaying } from './saying.ts';

/** What a camera says of itself, as far as it is compared here. */
export interface Numbered {
  readonly maker?: string;
  readonly serial?: string;
}

/**
 * Whether a camera that says this of itself may be shown, as far as its serial number goes. Rejects if its
 * row was corrected since the connection was opened.
 */
export type ClaimSerial = (from: Opened, seen: Numbered) => Promise<boolean>;

/** Returns the one spelling of a maker's name. */
const spellMake = (name: string): string => bare(name).normalize('NFKC').toLowerCase();

/** The part that was cut off could tell two apart. */
const isWhole = (text: string): boolean => Array.from(text).length < longestSaying;

/** Two kinds of text never give the same hash. */
function hashes(ring: KeyRing) {
  const key = serialKey(ring);
  const hash = (kind: string, text: string): string =>
    createHmac('sha256', key)
      .update(JSON.stringify([kind, text]))
      .digest('base64url');
  return {
    make: (name: string) => hash('make', spellMake(name)),
    serial: (text: string) => hash('serial', text),
  };
}

/**
 * Makes the claim that is checked before a camera is pinned, and at every connection. A camera that says no serial has
 * none to claim.
 */
export function createSerialClaims(
  { operator: { serials } }: OperatorStore<'serials'>,
  ring: KeyRing,
): ClaimSerial {
  const hash = hashes(ring);
  return async ({ stamp: { camera }, opening }, { maker, serial }) => {
    if (maker === undefined || serial === undefined || !isWhole(serial)) return true;
    const claim = { camera, make: hash.make(maker), serial: hash.serial(serial) };
    return serials.claim(claim, opening);
  };
}

/** The operator's words about makes. */
export interface MakeRegister {
  /**
   * Calls a make's serial numbers unique. Returns the devices that are refused because of it, and how many
   * cameras of that make have been met.
   * @throws Failure `bad-request` for a name that says nothing.
   */
  unique(name: string): Promise<{ readonly refused: readonly DeviceId[]; readonly met: number }>;
  /** Takes that back. @throws Failure `not-found` if it was not said. */
  repeats(name: string): Promise<void>;
  list(): Promise<readonly UniqueMake[]>;
}

/** `now`: milliseconds since 1970. */
export function createMakeRegister(
  { operator: { serials } }: OperatorStore<'serials'>,
  ring: KeyRing,
  now: () => number,
): MakeRegister {
  const hash = hashes(ring);
  return {
    async unique(text) {
      const name = bare(text);
      if (name === '' || !isWhole(name)) {
        throw new Failure('bad-request', `${JSON.stringify(name)} is not the name of a maker`);
      }
      const make = hash.make(name);
      const refused = await serials.declare({ make, name, since: now() });
      return { refused, met: await serials.count(make) };
    },
    async repeats(text) {
      if (await serials.undeclare(hash.make(text))) return;
      const said = (await serials.uniqueMakes()).map(({ name }) => JSON.stringify(name));
      const known = said.length === 0 ? 'of no make was that said' : `of these: ${said.join(', ')}`;
      throw new Failure(
        'not-found',
        `nobody called the serial numbers of this make unique, ${known}`,
      );
    },
    list: () => serials.uniqueMakes(),
  };
}
