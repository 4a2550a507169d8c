/** casement make …: what an operator knows of a maker's serial numbers. */
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { registerMakeList } from './list.ts';
import { registerMakeRepeats } from './repeats.ts';
import { registerMakeUnique } from './unique.ts';

export function registerMake(program: Command, context: Context): void {
  const group = program
    .command('make')
    .description('Makes of cameras whose serial numbers are unique, by your word.');
  registerMakeUnique(group, context);
  registerMakeRepeats(group, context);
  registerMakeList(group, context);
}
