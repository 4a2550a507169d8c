/** A database that existed and is gone: none is begun in its place. */
import { existsSync } from 'node:fs';
import { recordPlace } from '../../wall/audit/place.ts';
import { Failure } from '../../common/failures.ts';
import { seenFile } from './seen-revision.ts';
import { dataFolder } from '../../storage/data-folder.ts';

/** @throws Failure `storage-down`, saying what to do, if a bridge had one in this folder. */
export function refuseLostDatabase(dataDir: string): void {
  const { database } = dataFolder(dataDir);
  const left = [seenFile(dataDir), recordPlace(dataDir).head].find((file) => existsSync(file));
  if (existsSync(database) || left === undefined) return;
  throw new Failure(
    'storage-down',
    `${database} is missing, and ${left} says that there was one: put it back, or restore a backup ` +
      `with casement restore <file> --data-dir ${dataDir}; to begin anew, take another folder`,
  );
}
