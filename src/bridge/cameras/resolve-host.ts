/** Host names of cameras to addresses, as their connections ask for them. */
import { createLookup } from '../../pictures/cameras/lookup.ts';

/** Every address of a name. Rejects where it cannot be resolved, after some seconds at most. */
export const resolveHost = createLookup();
