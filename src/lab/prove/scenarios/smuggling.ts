import { freePort } from '../cast/free-port.ts';
import { missingNginx, startNginx, type Nginx } from '../cast/nginx.ts';
import type { Viewing } from '../oracle/judge.ts';
import type { Scenario, World } from '../world.ts';
import { sendRaw } from './raw.ts';

/** Requests about whose end two readers may disagree, each with another request hidden in it. */
function smuggles({ url }: Viewing): string[] {
  const { pathname, host } = new URL(url);
  const hidden = `GET ${pathname.replace(/[^/]*$/, 'snapshot.jpg')} HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
  const post = (lines: readonly string[], body: string): string =>
    ['POST /fulfillment HTTP/1.1', `Host: ${host}`, ...lines, '', body].join('\r\n');
  const chunked = `0\r\n\r\n${hidden}`;
  return [
    post([`Content-Length: ${chunked.length}`, 'Transfer-Encoding: chunked'], chunked),
    post(['Transfer-Encoding: chunked', 'Content-Length: 4'], `5c\r\n${hidden}\r\n0\r\n\r\n`),
    post(['Content-Length: 0', `Content-Length: ${hidden.length}`], hidden),
    post(['Content-Length: 0,0'], hidden),
    post(['Content-Length: +0'], hidden),
    post(['Transfer-Encoding : chunked', 'Content-Length: 0'], hidden),
    post(['Transfer-Encoding: xchunked', 'Content-Length: 0'], hidden),
    post(['Transfer-Encoding: chunked', 'Transfer-Encoding: identity'], chunked),
    post(['X: y', ' Transfer-Encoding: chunked'], chunked),
    post(['Transfer-Encoding: chunked'], `0;a=b\r\nX: y\r\n\r\n${hidden}`),
    post(['Transfer-Encoding: chunked'], `0\n\n${hidden}`),
    post(['Expect: 100-continue', 'Content-Length: 10'], hidden),
    post(['Content-Length: 3', 'Connection: keep-alive'], `{}\n${hidden}${hidden}`),
    `GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`,
    `GET ${pathname} HTTP/1.0\r\nConnection: keep-alive\r\n\r\n${hidden}`,
  ];
}

async function smuggle(world: World, viewing: Viewing): Promise<void> {
  await Promise.all(
    smuggles(viewing).map(async (text) => {
      world.injected();
      world.oracle.count.requests += 1;
      world.oracle.scrap(viewing, await sendRaw(world, text, 600));
    }),
  );
}

export const smuggling: Scenario = {
  name: 'smuggling',
  faults: 'F6',
  says: 'Requests hidden in requests, to the bridge and through nginx’s shared connections.',
  missing: missingNginx,
  async turn(world, chance) {
    const { front, bridge } = world;
    let nginx: Nginx | undefined;
    try {
      for (let round = 0; round < 10 && !world.over.aborted; round += 1) {
        if (round === 4) {
          nginx = await startNginx(world.folder, await freePort(), bridge.port);
          front.leadTo(nginx.port);
          front.cut();
          await world.pause(1_000);
        }
        const all = [...world.viewings];
        if (all.length > 0) await smuggle(world, chance.pick(all));
      }
    } finally {
      front.leadTo(bridge.port);
      front.cut();
      await nginx?.close();
    }
    await world.pause(300);
  },
};
