import { jest } from '@jest/globals';
import { movingAddress } from './moving-names.ts';

/** Has the names of broken cameras lead where they are to, instead of what opens cameras; to be called before that is loaded. */
export async function leadNames(): Promise<void> {
  const lookups = await import('../../../pictures/cameras/lookup.ts');
  jest.unstable_mockModule('../../../pictures/cameras/lookup.ts', () => ({
    ...lookups,
    createLookup(...options: Parameters<typeof lookups.createLookup>) {
      const real = lookups.createLookup(...options);
      return async (host: string) => movingAddress(host) ?? (await real(host));
    },
  }));
}
