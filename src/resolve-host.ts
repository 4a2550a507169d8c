/** Every address of a host name, asked as cameras/rtsp/lookup.ts asks: the name server, then the system. */
import { lookup, Resolver } from 'node:dns/promises';

/** Rejects where the name cannot be resolved; takes some seconds at most where nobody answers. */
export async function resolveHost(host: string): Promise<readonly string[]> {
  const resolver = new Resolver({ timeout: 1_000, tries: 1 });
  const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  if (found.length > 0) return found;
  return (await lookup(host, { all: true })).map(({ address }) => address);
}
