/** @computes */
import { linking } from './linking.ts';
import { searchEach } from './search-each.ts';

searchEach(linking);
