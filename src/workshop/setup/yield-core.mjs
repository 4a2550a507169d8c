/** Jest: a suite that computes lets those that wait go first; their cameras and players are on the clock. */
import { getPriority, setPriority } from 'node:os';
import { expect } from '@jest/globals';
import { loadOf } from './suite-load.mjs';

const yielding = 5;

if (loadOf(expect.getState().testPath).computes) setPriority(Math.max(yielding, getPriority()));
