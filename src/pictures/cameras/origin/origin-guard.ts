/** The rules by which one connection to a camera is held to the bound origin. */
import type { FoundAddresses } from '../../../wall/partitions/found-addresses.ts';
import {
  type Authentication,
  authenticationRanks,
  type Origin,
  type OriginPlace,
  type OriginProof,
  type SeenKey,
} from '../../../wall/partitions/origin.ts';
import type { PinnedLine } from '../../../wall/partitions/origin-port.ts';
import { spellAddress } from '../../../wall/partitions/place.ts';
import { type OriginGuard, type OriginReason, OriginRefusal } from './origin.ts';
import { sameRealm, spellRealm } from './realm.ts';

export interface OriginGuardParts {
  readonly line: PinnedLine;
  readonly bound: Origin | undefined;
  /** Whether the URL has a host name rather than an address. */
  readonly named: boolean;
  /** A user or a password stands in its path or query, and so goes to whoever is asked. */
  readonly carriesLogin: boolean;
  /** The operator vouches that whoever the name leads to is the camera. */
  readonly trustName: boolean;
  /** Fingerprints of keys that the operator has confirmed. */
  readonly confirmed: readonly string[];
  readonly ca: string | undefined;
  /** Rejects with OriginRefusal `other-owner`. */
  readonly claim: (addresses: FoundAddresses, port: number, path: string) => Promise<void>;
  readonly save: (origin: Required<Origin>) => Promise<void>;
  /** Called for every connection that passed all checks. Rejects if nothing may be shown. */
  readonly accepted: () => Promise<void>;
  /** Called for every refusal. Must not throw. */
  readonly onRefused: (reason: OriginReason) => void;
}

const rank = ({ scheme }: Authentication): number => authenticationRanks.indexOf(scheme);

/** Makes the guard of one connection to a camera: what it may reach, and what it may be told. */
export function createOriginGuard(parts: OriginGuardParts): OriginGuard {
  const { bound, onRefused } = parts;
  let place: OriginPlace | undefined;
  let key: SeenKey | undefined;
  let authentication: Authentication | undefined;
  /** Its name leads to another address than the bound one. */
  let moved = false;
  /** Its TLS key or the authorities say that it is the same all the same. */
  let carried = false;

  function refuse(reason: OriginReason): never {
    onRefused(reason);
    throw new OriginRefusal(reason);
  }

  /**
   * MD5 in place of a SHA-256 that a camera offers and cannot check, only before anything is bound. Whoever
   * answers then could have offered only MD5; afterwards it would be a downgrade.
   */
  function broken<Named extends { readonly offer: Authentication }>(
    offered: readonly Named[],
    refused: Authentication['scheme'] | undefined,
  ): Named | undefined {
    if (refused !== 'sha256' || bound !== undefined) return undefined;
    return offered.find(({ offer }) => offer.scheme === 'md5');
  }

  function checkKey(seen: SeenKey | undefined): void {
    const known = bound?.proof.key;
    if (known === undefined) {
      if (seen === undefined || seen.vouched || parts.confirmed.includes(seen.fingerprint)) return;
      refuse('certificate');
    }
    // If authorities vouch for the name, its key may be renewed.
    const same = known.vouched ? seen?.vouched : seen?.fingerprint === known.fingerprint;
    // The camera, by all that is known; but its certificate has run out, or its authority is not trusted any more.
    if (same !== true && seen?.fingerprint === known.fingerprint) refuse('expired');
    if (same !== true) refuse('other-key');
    carried = true;
  }

  return {
    line: parts.line,
    transport: bound?.proof.transport,
    ca: parts.ca,

    order(found) {
      const known = place ?? bound?.place;
      const first = (address: string): boolean => spellAddress(address) === known?.address;
      // All connections of a guard lead to one place: any other would be refused, and raise an alarm.
      if (place !== undefined && found.some(first)) return found.filter(first);
      return [...found.filter(first), ...found.filter((address) => !first(address))];
    },

    async approach(addresses, port, path) {
      await parts.claim(addresses, port, path).catch((error: unknown) => {
        // A camera that was met elsewhere leads to another owner's camera now: that points to another camera.
        if (error instanceof OriginRefusal)
          onRefused(bound?.place ? 'moved-to-other' : error.reason);
        throw error;
      });
    },

    connected(at, seen) {
      const before = place;
      place = { address: spellAddress(at.address), port: at.port };
      // Proof over one connection counts over the next only to the very same place.
      if (before !== undefined && !(samePlace(before, place) && sameKey(key, seen))) {
        refuse('other-address');
      }
      key = seen;
      checkKey(seen);
      if (bound?.place === undefined) return;
      moved = !samePlace(bound.place, place);
      if (moved && !parts.named) refuse('other-address');
      if (moved && !carried && parts.carriesLogin) refuse('other-address');
    },

    choose(offered, refused) {
      const named = offered.map((offer) => ({ offer, realm: spellRealm(offer.realm) }));
      const known = authentication ?? bound?.proof.authentication;
      if (bound !== undefined && known === undefined) refuse('other-realm');
      const same = named.filter(
        ({ realm }) => known === undefined || sameRealm(known.realm, realm),
      );
      const fit = same
        .filter(({ offer }) => known === undefined || rank(offer) >= rank(known))
        .toSorted((a, b) => rank(b.offer) - rank(a.offer));
      // The bound one if it is offered, so that an update that adds one changes nothing.
      const chosen = fit.find(({ offer }) => offer.scheme === known?.scheme) ?? fit[0];
      if (chosen === undefined) refuse(same.length === 0 ? 'other-realm' : 'downgrade');
      const { offer, realm } = broken(same, refused) ?? chosen;
      if (moved && !carried && offer.scheme === 'basic') {
        refuse('other-address');
      }
      authentication = { scheme: offer.scheme, realm };
      return offer;
    },

    maySendToken() {
      if (moved && !carried) refuse('other-address');
      // A camera that has named its realm before and does not now proves less than before.
      if (bound?.proof.authentication && authentication === undefined) refuse('downgrade');
    },

    refused: onRefused,

    recognised() {
      if (moved && !carried && authentication === undefined && !parts.trustName) {
        refuse('other-address');
      }
    },

    again() {
      const proof = proofSeen();
      const quiet = {
        onRefused: () => undefined,
        save: async () => undefined,
        accepted: async () => undefined,
      };
      return createOriginGuard({ ...parts, ...quiet, bound: { ...(place && { place }), proof } });
    },

    async bind(transport) {
      if (place === undefined) return;
      const proof = proofSeen(transport);
      const known = bound !== undefined && sameOrigin(bound, { place, proof });
      const same = known && bound.proof.transport === proof.transport;
      if (!same) await parts.save({ place, proof });
      await parts.accepted();
    },
  };

  function proofSeen(transport = bound?.proof.transport): OriginProof {
    const asked = authentication ?? bound?.proof.authentication;
    return {
      ...(key && { key }),
      ...(asked && { authentication: asked }),
      ...(transport && { transport }),
    };
  }
}

const samePlace = (one: OriginPlace, other: OriginPlace): boolean =>
  one.address === other.address && one.port === other.port;

const sameKey = (one: SeenKey | undefined, other: SeenKey | undefined): boolean =>
  one?.fingerprint === other?.fingerprint;

/** Whether two are the same in all but the transport. */
export function sameOrigin(one: Origin, other: Origin): boolean {
  const text = ({ place, proof }: Origin): string =>
    JSON.stringify([
      place?.address,
      place?.port,
      proof.key?.fingerprint,
      proof.key?.vouched,
      proof.authentication?.scheme,
      proof.authentication?.realm,
    ]);
  return text(one) === text(other);
}
