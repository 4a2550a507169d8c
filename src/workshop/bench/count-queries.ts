/** Counts what this process asks of its store: statements of SQLite, and calls of functions of a PostgreSQL server. */
import { Socket } from 'node:net';
import { countStatements } from '../../storage/sqlite/counted.ts';

/** Version 3.0 of the protocol, in the first message of a connection. */
const version = 0x0003_0000;
const execute = 0x45;

/** Returns how many messages that execute something are in what is written to a server. */
export function executesIn(bytes: Uint8Array, isFirst: boolean): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let count = 0;
  // The first has no letter before its length.
  let at = isFirst ? view.getInt32(0) : 0;
  while (at + 5 <= bytes.length) {
    if (bytes[at] === execute) count += 1;
    at += 1 + view.getInt32(at + 1);
  }
  return count;
}

const opensSession = (bytes: Uint8Array): boolean =>
  bytes.length >= 8 && new DataView(bytes.buffer, bytes.byteOffset).getInt32(4) === version;

function countCalls(): () => number {
  /** Whether a connection is one with such a server. */
  const known = new WeakMap<Socket, boolean>();
  let count = 0;
  const write: Socket['write'] = Reflect.get(Socket.prototype, 'write');
  Socket.prototype.write = function counted(this: Socket, ...given: unknown[]): boolean {
    const [bytes] = given;
    if (bytes instanceof Uint8Array) {
      const before = known.get(this);
      if (before === undefined) known.set(this, opensSession(bytes));
      if (known.get(this) === true) count += executesIn(bytes, before === undefined);
    }
    return Reflect.apply(write, this, given) as boolean;
  };
  return () => count;
}

/** From now on all are counted; returns what tells how many there were. */
export function countQueries(): () => number {
  const [statements, calls] = [countStatements(), countCalls()];
  return () => statements() + calls();
}
