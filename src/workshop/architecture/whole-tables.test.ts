/**
 * Who reads all of a table. With millions of accounts that takes minutes and, in a bridge, the time of everybody who
 * watches: a command asks for what it names or for a page, and what needs everything stands in the lists below.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { projectRoot } from '../../common/project-root.ts';
import { productFiles } from './product-files.ts';

/** An operation that is told nothing and gives many. */
const givesAll =
  /^ {2}(?:readonly )?(\w+)(?:\(\)|: \(\) =>)(?::)? ?Promise<\s*(?:readonly [^>]*\[\]|Readonly(?:Map|Set)<)/gm;

const namesIn = (text: string): string[] =>
  Array.from(text.matchAll(givesAll), ([, name = '']) => name);

test('no operation of the store gives all of a table, but of those that are short', () => {
  const folder = join(projectRoot, 'src', 'storage');
  const ports = readdirSync(folder).filter((name) =>
    /^[\w-]+(?<!\.test|\.contract)\.ts$/.test(name),
  );
  expect(ports.length).toBeGreaterThan(12);
  const found = ports.flatMap((name) =>
    namesIn(readFileSync(join(folder, name), 'utf8')).map((operation) => `${name} ${operation}`),
  );
  expect(found.toSorted()).toEqual([
    // An index has them alone: those that are kept open, and those that wait to be recorded.
    'device-map.ts warm',
    'history.ts unrecordedTakeOvers',
    // So many as there are keys, counted for `keys list`.
    'sealed-values.ts count',
    'sealed-values.ts keys',
    // What operators said by hand.
    'serials.ts uniqueMakes',
    'suspensions.ts list',
    'suspensions.ts resumptions',
    // What one account sees.
    'tenant.ts entries',
    'tenant.ts strangers',
  ]);
});

test.each([
  '  list(): Promise<readonly AccountRecord[]>;',
  '  readonly list: () => Promise<readonly AccountRecord[]>;',
  '  list(): Promise<ReadonlyMap<DeviceId, readonly Pin[]>>;',
])('such an operation is found: %s', (line) => {
  expect(namesIn(line)).toEqual(['list']);
});

/** Reads page after page, or what stood in all of a time, or what is sealed with whatever key. */
const readsAll =
  /\binPages\(|\b(?:map|accounts)\.(?:cameras|page)\(|\bplaces\.(?:older|unplaced)\(|\bhistory\.(?:grants|entries|takeOvers)\(|\bsealed\.(?:others|count)\(|\bsealed\.count\b|\brestores\.distrust\(/;

test('who reads everything is known', () => {
  const files = productFiles(join(projectRoot, 'src')).filter(
    ({ path }) => !path.startsWith('storage/'),
  );
  const found = files.filter(({ text }) => readsAll.test(text)).map(({ path }) => path);
  expect(found.toSorted()).toEqual([
    'cli/account/list.ts', // a page
    'cli/audit/exposed-accounts.ts', // for `audit exposure`
    'cli/backup/distrust.ts',
    'cli/backup/shut.ts',
    'cli/camera/removed.ts', // what operators took over
    'cli/keys/list.ts',
    'wall/operator/entry-register.ts', // a page
    'wall/operator/look-alike-search.ts',
    'wall/operator/look-alikes.ts', // a page: whether there are few
    'wall/operator/origin-register.ts', // rows from before an upgrade
    'wall/operator/resealing.ts',
    'wall/operator/source-register.ts', // rows from before an upgrade
    'wall/partitions/older-rows.ts', // rows from before an upgrade
    'wall/partitions/whereabouts.ts', // for `audit exposure`
  ]);
});

/** What these offer, which is as long. */
const offered =
  /\b(?:whereabouts|searchLookAlikes|resealAll|placeOlderRows)\(|\.(?:olderConflicts|olderUnconfirmed|fromBefore|confirmSome|listOnce)\(/;

test('and so is who asks them to', () => {
  const files = productFiles(join(projectRoot, 'src')).filter(
    ({ path, text }) => !path.startsWith('storage/') && offered.test(text),
  );
  expect(files.map(({ path }) => path).toSorted()).toEqual([
    'bridge/builders/wall.ts', // rows from before an upgrade, at its first start
    'bridge/cameras/earlier-version.ts', // beside the work of a bridge that is ready
    'cli/account/confirm.ts',
    'cli/audit/ask-exposure.ts',
    'cli/camera/alike.ts',
    'cli/keys/change-keys.ts',
    'wall/operator/look-alike-search.ts',
    'wall/operator/pin-register.ts',
    'wall/operator/resealing.ts',
    'wall/operator/source-register.ts',
    'wall/partitions/claims.ts', // as wall.ts, where a command comes first
    'wall/partitions/older-rows.ts',
    'wall/partitions/whereabouts.ts',
  ]);
});
