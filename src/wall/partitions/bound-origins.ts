/** Origins of cameras at rest: place and proof, each sealed for its camera. */
import { z } from 'zod';
import type { KeyRing } from '../../identity/keyring.ts';
import { seal, unseal } from '../../identity/seal.ts';
import type { SealedOrigin } from '../../storage/origins.ts';
import type { OperatorStore } from '../../storage/store.ts';
import { authenticationRanks, type Origin } from './origin.ts';
import type { BoundOrigins } from './origin-port.ts';

const placeForm = z.object({ address: z.string(), port: z.number() });
const proofForm = z.object({
  key: z.object({ fingerprint: z.string(), vouched: z.boolean() }).optional(),
  authentication: z.object({ scheme: z.enum(authenticationRanks), realm: z.string() }).optional(),
  transport: z.enum(['tcp', 'udp']).optional(),
});

/** Unseals how an origin proves itself, and not where it is. @throws Failure `internal` when it does not open. */
export function openProof(
  ring: KeyRing,
  { camera, proof }: Pick<SealedOrigin, 'camera' | 'proof'>,
): Origin['proof'] {
  const { key, authentication, transport } = proofForm.parse(
    JSON.parse(unseal(ring, camera, proof)),
  );
  return {
    ...(key && { key }),
    ...(authentication && { authentication }),
    ...(transport && { transport }),
  };
}

/** Unseals the origin that was sealed for its camera. @throws Failure `internal` when it does not open. */
export function openOrigin(ring: KeyRing, sealed: SealedOrigin): Origin {
  const { camera, place } = sealed;
  const proof = openProof(ring, sealed);
  return {
    ...(place !== undefined && {
      place: placeForm.parse(JSON.parse(unseal(ring, camera, place))),
    }),
    proof,
  };
}

/** `now`: milliseconds since 1970. */
export function createBoundOrigins(
  { operator: { origins } }: OperatorStore<'origins'>,
  ring: KeyRing,
  now: () => number,
): BoundOrigins {
  return {
    async of(camera, line) {
      const row = await origins.of(camera, line);
      return row && { origin: openOrigin(ring, row), row };
    },
    bind({ camera, line, opening }, { place, proof }, before) {
      const sealed = {
        camera,
        line,
        place: seal(ring, camera, JSON.stringify(place)),
        proof: seal(ring, camera, JSON.stringify(proof)),
        since: now(),
      };
      return origins.bind(sealed, opening, before?.row);
    },
  };
}
