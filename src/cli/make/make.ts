/** casement make …: what an operator knows of a maker's serial numbers. */
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { registerMakeList } from './list.ts';
import { registerMakeRepeats } from './repeats.ts';
import { registerMakeUnique } from './unique.ts';

export function registerMake(program: Command, context: Context): void {
  const group = program
    .command('make')
    .description('Makers that give each camera a serial number of its own, on your word.');
  registerMakeUnique(group, context);
  registerMakeRepeats(group, context);
  registerMakeList(group, context);
}
