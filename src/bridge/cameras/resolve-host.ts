/** Resolves host names of cameras to addresses, for their connections. */
import { createLookup } from '../../pictures/cameras/lookup.ts';

/** Returns every address of a name. Rejects if it cannot be resolved, after some seconds at most. */
export const resolveHost = createLookup();
