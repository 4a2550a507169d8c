/**
 * The database file itself, without the log (`-wal`) that SQLite lays over it. Its revision only ever goes
 * up, with each checkpoint: if it goes down, another copy was written into the file, even if the log hides
 * that.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

export interface MainFile {
  /** See `identityOf`. */
  readonly identity: string;
  /** Returns what it says on `page`, the root of the table `revision`; undefined if it is not on that page. */
  revision(page: number, pageSize: number): number | undefined;
  /** Must be called after SQLite's own close: it lets go of every lock this process has on the file. */
  close(): void;
}

const leafOfTable = 13;
/** How many bytes a number of each type takes, from type 1 on. */
const sizes = [1, 2, 3, 4, 6];
const typeOfOne = 9;

/** Returns a number of seven bits a byte, and where it ends. */
function varint(page: Buffer, at: number): readonly [value: number, next: number] {
  let value = 0;
  let next = at;
  for (;;) {
    const byte = page.readUInt8(next);
    next += 1;
    value = value * 128 + (byte & 127);
    if (byte < 128) return [value, next];
  }
}

/** Returns the second column of the only row of a table, whose first is the row's own id, 1. */
function onlyValue(page: Buffer): number | undefined {
  if (page.readUInt8(0) !== leafOfTable || page.readUInt16BE(3) !== 1) return undefined;
  const [, id] = varint(page, page.readUInt16BE(8));
  const [rowId, header] = varint(page, id);
  const [headerSize, types] = varint(page, header);
  const [, valueType] = varint(page, types);
  const [type] = varint(page, valueType);
  if (rowId !== 1) return undefined;
  if (type === typeOfOne) return 1;
  const size = sizes[type - 1];
  return size === undefined ? undefined : page.readUIntBE(header + headerSize, size);
}

/** @throws Error if it cannot be opened. */
export function openMainFile(file: string): MainFile {
  const handle = openSync(file, 'r');
  const { dev, ino } = fstatSync(handle, { bigint: true });
  return {
    identity: `${dev}:${ino}`,
    revision(page, pageSize) {
      const bytes = Buffer.alloc(pageSize);
      if (readSync(handle, bytes, 0, pageSize, (page - 1) * pageSize) < pageSize) return undefined;
      try {
        return onlyValue(bytes);
      } catch (error) {
        // A pointer out of the page is no row.
        if (error instanceof RangeError) return undefined;
        throw error;
      }
    },
    close: () => closeSync(handle),
  };
}
