/** The server of README for nginx, as it stands there but for its ports and its certificate. */
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { listening } from '../../common/listening.ts';
import { removeFolder, scratchFolder } from '../testing/scratch-folder.ts';
import { freePort } from '../../common/free-port.ts';
import { missingNginx, startNginx } from '../proof/prove/cast/nginx.ts';
import { projectRoot } from '../../common/project-root.ts';
import { describeUnless } from '../testing/needs.ts';
import { selfSigned } from '../testing/self-signed.ts';

const isDemanded = process.env['CI'] === 'true';

describeUnless(isDemanded ? undefined : missingNginx(), 'nginx as README sets it up', () => {
  test('tells the bridge who asks and by which name, and holds nothing back', async () => {
    let told: IncomingMessage['headers'] = {};
    const bridge = createServer((asked, response) => {
      told = asked.headers;
      response.write('the beginning');
    });
    const { port: behind } = await listening(bridge);
    const folder = scratchFolder('nginx');
    const { key, cert } = selfSigned();
    await writeFile(join(folder, 'key.pem'), key);
    await writeFile(join(folder, 'cert.pem'), cert);
    const port = await freePort();
    const readme = await readFile(join(projectRoot, 'README.md'), 'utf8');
    const [, server = ''] = /```\n( *server \{\n *listen 443 ssl;[^]*?)```/.exec(readme) ?? [];
    const here = server
      .replace('listen 443', `listen 127.0.0.1:${port}`)
      .replace('127.0.0.1:8080', `127.0.0.1:${behind}`)
      .replace(/\S+fullchain\.pem/, join(folder, 'cert.pem'))
      .replace(/\S+privkey\.pem/, join(folder, 'key.pem'));
    const nginx = await startNginx(folder, port, 0, () => here);
    try {
      const headers = { Host: 'cameras.example.net', 'X-Forwarded-For': '203.0.113.9' };
      const asking = request({ port, host: '127.0.0.1', headers, rejectUnauthorized: false }).end();
      const [answer] = (await once(asking, 'response')) as [IncomingMessage];
      const [first] = (await once(answer, 'data')) as [Buffer];
      expect(first.toString()).toBe('the beginning');
      expect(told).toMatchObject({ host: 'cameras.example.net', 'x-forwarded-for': '127.0.0.1' });
      answer.destroy();
    } finally {
      await nginx.close();
      bridge.closeAllConnections();
      bridge.close();
      removeFolder(folder);
    }
  });
});
