import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../../workshop/testing/scratch-folder.ts';
import { keepSeen, readSeen, refuseGoneBack, writeSeen } from './seen-revision.ts';
import { distrustedLeap } from '../../storage/restores.ts';
import type { Trouble } from '../../storage/sqlite/still-the-same.ts';

let folder: string;
let database: { highest: number; found: Trouble | undefined; trouble(): Trouble | undefined };
let troubles: unknown[];

beforeEach(() => {
  folder = scratchFolder('seen');
  database = { highest: 5, found: undefined, trouble: () => database.found };
  troubles = [];
});
afterEach(() => removeFolder(folder));

const keep = () => keepSeen(folder, database, (error) => troubles.push(error));

test('what was seen is there for the next start', () => {
  expect(readSeen(folder)).toEqual({ revision: 0, wentBack: false });
  const look = keep();
  expect(look()).toBeUndefined();
  expect(readSeen(folder)).toEqual({ revision: 5, wentBack: false });
  expect(statSync(join(folder, 'seen.json')).mode & 0o777).toBe(0o600);
  database.highest = 6;
  look();
  expect(readSeen(folder)).toEqual({ revision: 6, wentBack: false });
  expect(() => refuseGoneBack(readSeen(folder), 6)).not.toThrow();
});

test('that it went back is kept, by later bridges too, until somebody sees to it', () => {
  const look = keep();
  database.found = { why: 'it went back', wentBack: true };
  expect(look()).toBe('it went back');
  database.found = undefined;
  look();
  keep()();
  expect(readSeen(folder)).toEqual({ revision: 5, wentBack: true });
  expect(() => refuseGoneBack(readSeen(folder), 1_000_000)).toThrow('after-restore');
  // Of a database on a server another folder may have seen to it.
  expect(() => refuseGoneBack(readSeen(folder), 5 + distrustedLeap)).not.toThrow();
  writeSeen(folder, { revision: 9, wentBack: false });
  expect(() => refuseGoneBack(readSeen(folder), 9)).not.toThrow();
});

test('of a database that is another, or gone, nothing is noted', () => {
  database.found = { why: 'it is gone', wentBack: false };
  expect(keep()()).toBe('it is gone');
  expect(readSeen(folder)).toEqual({ revision: 0, wentBack: false });
});

test('a file that cannot be written is told of once; one that cannot be read says nothing', () => {
  const look = keep();
  removeFolder(folder);
  expect([look(), look()]).toEqual([undefined, undefined]);
  expect(troubles).toHaveLength(1);
  folder = scratchFolder('seen');
  writeFileSync(join(folder, 'seen.json'), '{');
  expect(readSeen(folder)).toEqual({ revision: 0, wentBack: false });
});
