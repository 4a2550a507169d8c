/** @computes */
import { intents } from './intents.ts';
import { searchEach } from './search-each.ts';

searchEach(intents);
