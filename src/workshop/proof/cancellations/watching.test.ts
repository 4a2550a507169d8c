/**
 * @computes
 *
 * @takes 46 s
 */
import { watching } from './watching.ts';
import { searchEach } from './search-each.ts';

searchEach(watching);
