/** A way to a server that is cut after so many statements, as where a client is killed. */
import { chmodSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { removeFolder, scratchFolder } from './scratch-folder.ts';

export interface CutWay {
  /** The URL that leads over it. */
  readonly url: string;
  hasCut(): boolean;
  close(): Promise<void>;
}

/** The messages of a client after which the server answers: a statement, or the end of its parts. */
const asking = new Set(['Q', 'S', 'H']);

/** Counts messages of a client as they come in pieces; returns how many bytes go on until `most` have come, all if fewer. */
function counter(
  most: number,
): (bytes: Buffer) => { readonly pass: Buffer; readonly done: boolean } {
  let kept: Buffer = Buffer.alloc(0);
  let isFirst = true;
  let count = 0;
  return (bytes) => {
    const before = kept.length;
    const all = Buffer.concat([kept, bytes]);
    let at = 0;
    for (;;) {
      // The first one has no letter.
      const head = isFirst ? 0 : 1;
      if (all.length < at + head + 4) break;
      const end = at + head + all.readUInt32BE(at + head);
      if (all.length < end) break;
      const letter = isFirst ? '' : String.fromCharCode(all[at] ?? 0);
      isFirst = false;
      at = end;
      if (asking.has(letter)) count += 1;
      if (asking.has(letter) && count >= most) {
        return { pass: all.subarray(before, at), done: true };
      }
    }
    kept = all.subarray(at);
    return { pass: bytes, done: false };
  };
}

/**
 * Makes a way to the server whose socket lies in `folder`. A connection over it is cut once the server was sent its
 * statement number `most`, from 1.
 */
export async function cutAfter(most: number, folder: string, url: string): Promise<CutWay> {
  const own = scratchFolder('cut');
  chmodSync(own, 0o700);
  let cut = false;
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const behind = connect(join(folder, '.s.PGSQL.5432'));
    const count = counter(most);
    const end = (): void => {
      client.destroy();
      behind.destroy();
    };
    for (const socket of [client, behind]) {
      open.add(socket);
      socket.on('error', end).on('close', () => {
        open.delete(socket);
        end();
      });
    }
    behind.on('data', (bytes) => client.write(bytes));
    client.on('data', (bytes) => {
      if (cut) return;
      const { pass, done } = count(bytes);
      behind.write(pass, () => done && end());
      cut ||= done;
    });
  });
  await new Promise<void>((resolve) => server.listen(join(own, '.s.PGSQL.5432'), resolve));
  return {
    url: url.replace(encodeURIComponent(folder), encodeURIComponent(own)),
    hasCut: () => cut,
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      removeFolder(own);
    },
  };
}
