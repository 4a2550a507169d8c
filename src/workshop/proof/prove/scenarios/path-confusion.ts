import type { Viewing } from '../oracle/judge.ts';
import type { Scenario, World } from '../world.ts';
import { sendRaw } from './raw.ts';

/** Other spellings of a stream's path, which a cache may take for a picture of everybody's. */
function spellings(path: string): string[] {
  return [
    `${path}/x.jpg`,
    `${path};x.css`,
    `${path}%2f..`,
    `${path}%00`,
    `/${path}`,
    path.replace('/live/', '/LIVE/'),
    path.replace('/live/', '/live//'),
    path.replace('/live/', '/live/./'),
    path.replace('/live/', '/x/../live/'),
    path.replace('/live/', '/%6cive/'),
    path.replace(/\/[^/]*$/, '/snapshot.jpg/'),
    path.replace(/\/[^/]*$/, '/SNAPSHOT.JPG'),
    path.replace(/\/[^/]*$/, '/../snapshot.jpg'),
    `http://other.example${path}`,
  ];
}

async function confuse(world: World, viewing: Viewing): Promise<void> {
  const { pathname } = new URL(viewing.url);
  await Promise.all(
    spellings(pathname).map(async (spelling) => {
      const head = `GET ${spelling} HTTP/1.1\r\nHost: bridge\r\nConnection: close\r\n\r\n`;
      world.injected();
      world.oracle.count.requests += 1;
      const answer = await sendRaw(world, head);
      world.oracle.scrap(viewing, answer);
      world.oracle.spelling(viewing, answer);
    }),
  );
}

export const pathConfusion: Scenario = {
  name: 'path-confusion',
  faults: 'F4',
  says: 'Streams are asked for in every other spelling: none is served, none may be kept.',
  async turn(world, chance) {
    for (let round = 0; round < 12 && !world.over.aborted; round += 1) {
      const all = [...world.viewings];
      if (all.length > 0) await confuse(world, chance.pick(all));
      await world.pause(250);
    }
  },
};
