/** For tests that are not about which camera answers: whatever answers is taken for the one meant. */
import { createOriginGuard } from '../partitions/origin-guard.ts';
import type { GuardOrigin } from '../partitions/origins.ts';

export const anyCamera = async (): Promise<boolean> => true;

/** Nothing is bound yet, whatever answered before. */
export const anyOrigin: GuardOrigin = async (address, line) =>
  createOriginGuard({
    line,
    bound: undefined,
    named: false,
    trustName: false,
    confirmed: address.keys ?? [],
    ca: address.ca,
    claim: async () => undefined,
    save: async () => undefined,
    onRefused: () => undefined,
  });
