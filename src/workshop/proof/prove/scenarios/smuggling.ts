import { openNaiveProxy } from '../../proxy/naive-proxy.ts';
import { freePort } from '../../../../common/free-port.ts';
import { missingNginx, startNginx } from '../cast/nginx.ts';
import type { Chance } from '../chance.ts';
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
  // Without an end: the next visitor's request becomes part of it.
  const prefix = `0\r\n\r\n${hidden.slice(0, -2)}X: `;
  return [
    post([`Content-Length: ${chunked.length}`, 'Transfer-Encoding: chunked'], chunked),
    post([`Content-Length: ${prefix.length}`, 'Transfer-Encoding: chunked'], prefix),
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

async function send(world: World, viewing: Viewing, text: string, ms: number): Promise<void> {
  world.injected();
  world.oracle.count.requests += 1;
  world.oracle.scrap(viewing, await sendRaw(world, text, ms));
}

/** Sends all at the same moment, each on a connection of its own. */
async function atOnce(world: World, chance: Chance): Promise<void> {
  for (let round = 0; round < 3 && !world.over.aborted; round += 1) {
    if (world.viewings.size === 0) continue;
    const viewing = chance.pick([...world.viewings]);
    await Promise.all(smuggles(viewing).map((text) => send(world, viewing, text, 600)));
  }
}

/**
 * Sends one after the other, since one that is refused takes its shared connection with it, and with that
 * what another has left there for the next visitor.
 */
async function inTurn(world: World, chance: Chance): Promise<void> {
  if (world.viewings.size === 0) return;
  const viewing = chance.pick([...world.viewings]);
  for (const text of chance.shuffled(smuggles(viewing))) {
    if (world.over.aborted) return;
    await send(world, viewing, text, 200);
  }
}

/** Does `act` while something stands between displays and bridge. */
async function through(
  world: World,
  open: () => Promise<{ readonly port: number; close(): Promise<void> }>,
  act: () => Promise<void>,
): Promise<void> {
  const { front, bridge } = world;
  const between = await open();
  try {
    front.leadTo(between.port);
    front.cut();
    await world.pause(1_000);
    await act();
  } finally {
    front.leadTo(bridge.port);
    front.cut();
    await between.close();
  }
}

export const smuggling: Scenario = {
  name: 'smuggling',
  faults: 'F6',
  says: 'Requests hidden in requests: straight, through nginx, and through a proxy that is easily fooled.',
  missing: missingNginx,
  async turn(world, chance) {
    const { port } = world.bridge;
    const naive = { connections: 4, timeoutMs: 3_000 };
    await atOnce(world, chance);
    for (const belief of ['content-length', 'transfer-encoding'] as const) {
      await through(
        world,
        () => openNaiveProxy(port, { ...naive, belief }),
        () => inTurn(world, chance),
      );
    }
    await through(
      world,
      async () => startNginx(world.folder, await freePort(), port),
      () => atOnce(world, chance),
    );
    await world.pause(300);
  },
};
