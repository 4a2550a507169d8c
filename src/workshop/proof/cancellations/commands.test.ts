/**
 * @computes
 *
 * @takes 19 s
 */
import { operatorCommands } from './commands.ts';
import { searchEach } from './search-each.ts';

searchEach(operatorCommands);
