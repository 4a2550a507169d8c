/** For tests that are not about which camera answers: whatever answers is taken for the one meant. */
import {
  createOriginGuard,
  type OriginGuardParts,
} from '../../pictures/cameras/origin/origin-guard.ts';
import type { OriginGuard, GuardOrigin } from '../../pictures/cameras/origin/origin.ts';

/** Recognises every camera. */
export const anyCamera = async (): Promise<boolean> => true;

/** A guard of a camera that has not been met, but for what is said. */
export const anyGuard = (over: Partial<OriginGuardParts> = {}): OriginGuard =>
  createOriginGuard({
    line: 'stream',
    bound: undefined,
    named: false,
    carriesLogin: false,
    trustName: false,
    confirmed: [],
    ca: undefined,
    claim: async () => undefined,
    save: async () => undefined,
    accepted: async () => undefined,
    onRefused: () => undefined,
    ...over,
  });

/** Nothing is bound yet, whatever answered before. */
export const anyOrigin: GuardOrigin = async ({ keys = [], ca }, line) =>
  anyGuard({ line, confirmed: keys, ca });
