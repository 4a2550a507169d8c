/** Every scenario, in the order of `--list`. */
import type { Scenario } from '../world.ts';
import { calm } from './calm.ts';

export const scenarios: readonly Scenario[] = [calm];
