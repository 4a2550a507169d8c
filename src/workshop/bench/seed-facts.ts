/**
 * What stands in the rows of very many accounts and cameras, each by its number: what a bridge and its commands would have
 * written of cameras that were added, met, and in part shared. Ids are at random, so that rows are found all over an index.
 */
import { createHmac, randomFillSync } from 'node:crypto';
import { skeletonOf } from '../../identity/email.ts';
import type { KeyRing } from '../../identity/keyring.ts';
import { placeKey } from '../../identity/place-key.ts';
import { seal } from '../../identity/seal.ts';
import { hashPlace } from '../../wall/partitions/place.ts';

export interface Scale {
  readonly accounts: number;
  readonly camerasEach: number;
}

/** When the first account was made; each is a millisecond younger than the one before. */
export const began = 1_700_000_000_000;
/** So many models are there; cameras of one are made alike, but for those that say their serial number. */
export const models = 200;
export const passwordHash = `$argon2id$v=19$m=19456,t=2,p=1$${'s'.repeat(22)}$${'h'.repeat(43)}`;
/** To whom every account is linked. */
export const client = 'my-google-client';
export const redirectUri = 'https://oauth-redirect.example/r/project';

const digits = 7;
const numberOf = (at: number): string => String(at).padStart(digits, '0');

/** The e-mail address of one of the accounts; they are counted from 0 on, the oldest first. */
export const emailOf = (at: number): string => `seed-${numberOf(at)}@example.org`;

/** The linking of one of the accounts. In order, so that the rows are written one behind the other. */
export const grantOf = (at: number): string => `g_${String(at).padStart(22, '0')}`;

const bytesEach = 16;
/** Returns so many ids of one kind, by their numbers. */
function idsOf(prefix: string, count: number): (at: number) => string {
  const bytes = randomFillSync(Buffer.allocUnsafe(count * bytesEach));
  return (at) => prefix + bytes.toString('base64url', at * bytesEach, (at + 1) * bytesEach);
}

/** Skeletons are made letter by letter: those of these addresses are put together. */
function skeletons(): (at: number) => string {
  const [before, behind] = ['seed-', '@example.org'].map(skeletonOf);
  const ofDigit = Array.from({ length: 10 }, (_, digit) => skeletonOf(String(digit)));
  return (at) => {
    let middle = '';
    for (const digit of numberOf(at)) middle += ofDigit[Number(digit)] ?? digit;
    return `${before}${middle}${behind}`;
  };
}

const hostOf = (at: number): string => `10.${(at >> 16) & 255}.${(at >> 8) & 255}.${at & 255}`;
/** More than 2^24 cameras have no addresses of their own, nor those that share one another path. */
const pathOf = (at: number): string => `/stream-${at >> 24}`;

/** Returns cells by number, of columns that no statement could write by itself. */
export function seedFacts(ring: KeyRing, { accounts, camerasEach }: Scale) {
  const cameras = accounts * camerasEach;
  const key = placeKey(ring);
  const camera = idsOf('c_', cameras);
  // As wall/partitions/place.ts spells them; a twentieth of the work.
  const place = (at: number): string =>
    createHmac('sha256', key)
      .update(JSON.stringify([hostOf(at), 554, `${pathOf(at)}?`]))
      .digest('base64url');
  if (place(0) !== hashPlace(key, hostOf(0), { port: 554, path: pathOf(0) })) {
    throw new Error('places are spelt otherwise by now');
  }
  return {
    account: idsOf('a_', accounts),
    skeleton: skeletons(),
    camera,
    device: idsOf('d_', cameras),
    /** The device of whoever sees another's camera. */
    shared: idsOf('d_', accounts),
    place,
    /** As wall/partitions/sealed-source.ts writes it. */
    source: (at: number): string =>
      seal(
        ring,
        camera(at),
        `{"rtsp":"rtsp://viewer:password@${hostOf(at)}:554${pathOf(at)}","transport":"auto","alwaysWarm":false}`,
      ),
    /** As wall/partitions/bound-origins.ts writes them. */
    boundPlace: (at: number): string =>
      seal(ring, camera(at), `{"address":"${hostOf(at)}","port":554}`),
    boundProof: (at: number): string =>
      seal(
        ring,
        camera(at),
        `{"key":{"fingerprint":"SHA256:${`key-${at}`.padStart(43, '0')}","vouched":false}}`,
      ),
  };
}
