/** A bridge that cannot come up leaves nothing behind: neither open nor in its folder. */
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { listening } from '../common/listening.ts';
import { removeFolder, scratchFolder } from '../workshop/testing/scratch-folder.ts';
import { freePort } from '../common/free-port.ts';
import { createLog } from '../common/log.ts';
import { startBridge } from './bridge.ts';
import { readConfig } from './config/config.ts';

jest.setTimeout(120_000);

let dataDir: string;
let other: Server;
beforeEach(async () => {
  dataDir = scratchFolder('bridge');
  other = createServer();
  await listening(other);
});
afterEach(async () => {
  other.close();
  removeFolder(dataDir);
});

/** Whether anything listens on a port of this machine. */
async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const isThere = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return isThere;
}

test('what was opened is closed where the last step fails, and the next start finds all as it needs it', async () => {
  const { port } = other.address() as AddressInfo;
  const metricsPort = await freePort();
  const config = {
    ...readConfig({ PORT: String(port), HOST: '127.0.0.1', DATA_DIR: dataDir }),
    metricsPort,
  };
  const log = createLog('silent');
  // It listens last of all.
  await expect(startBridge(config, log)).rejects.toMatchObject({ code: 'EADDRINUSE', port });
  expect(await listens(metricsPort)).toBe(false);
  const left = await readdir(dataDir);
  expect(left).toContain('casement.db');
  for (const name of ['bridge.json', 'control.sock', 'casement.db-wal']) {
    expect(left).not.toContain(name);
  }
  other.close();
  await once(other, 'close');
  const bridge = await startBridge(config, log);
  expect(await listens(metricsPort)).toBe(true);
  expect(await readdir(dataDir)).toEqual(expect.arrayContaining(['bridge.json', 'control.sock']));
  await Promise.all([bridge.close(), bridge.close()]);
  expect(await listens(metricsPort)).toBe(false);
  expect((await readdir(dataDir)).toSorted()).toEqual(left.toSorted());
});
