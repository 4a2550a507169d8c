/**
 * Host names that only a run knows, in this process and in the bridge's: a caller that asks the system or a
 * name server for one is answered from here, and nobody outside is asked.
 */
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { isIP } from 'node:net';

/** Every name of a run ends in this; `.invalid` belongs to nobody (RFC 6761). */
const suffix = '.prove.invalid';

/** Addresses by name. */
export type Names = Readonly<Record<string, readonly string[]>>;

function isOwnName(host: string): boolean {
  return host.endsWith(suffix);
}

function addressesOf(names: Names, host: string): readonly string[] {
  const known = names[host] ?? [];
  if (known.length > 0) return known;
  throw Object.assign(new Error('no such name in this run'), { code: 'ENOTFOUND' });
}

const described = (address: string) => ({ address, family: isIP(address) });

/**
 * Answers names of the run from what `current` returns at the time, until the returned function is called.
 * Replaces the functions of `node:dns` that name clients use: net, undici, and ours.
 */
export function answerNames(current: () => Names): () => void {
  const { promises } = dns;
  const { Resolver } = promises;
  const { resolve4, resolve6 } = Resolver.prototype;
  const { lookup: ask } = promises;
  const { lookup: call } = dns;

  function resolver(family: 4 | 6, original: (host: string) => Promise<string[]>) {
    return async function answer(this: dns.promises.Resolver, host: string): Promise<string[]> {
      if (!isOwnName(host)) return original.call(this, host);
      const found = addressesOf(current(), host).filter((one) => isIP(one) === family);
      if (found.length > 0) return found;
      throw Object.assign(new Error('no address of this kind'), { code: 'ENODATA' });
    };
  }

  Object.assign(Resolver.prototype, {
    resolve4: resolver(4, resolve4),
    resolve6: resolver(6, resolve6),
  });
  Object.assign(promises, {
    async lookup(host: string, options: dns.LookupOptions = {}) {
      if (!isOwnName(host)) return ask(host, options);
      const found = addressesOf(current(), host).map(described);
      return options.all === true ? found : found[0];
    },
  });
  Object.assign(dns, {
    lookup(host: string, ...rest: unknown[]) {
      if (!isOwnName(host)) return Reflect.apply(call, dns, [host, ...rest]) as unknown;
      const done = rest.at(-1) as (error: Error | null, ...found: unknown[]) => void;
      const all = (rest[0] as dns.LookupOptions | undefined)?.all === true;
      process.nextTick(() => {
        try {
          const found = addressesOf(current(), host).map(described);
          if (all) done(null, found);
          else done(null, found[0]?.address, found[0]?.family);
        } catch (error) {
          done(error as Error);
        }
      });
      return {};
    },
  });
  syncBuiltinESMExports();
  return () => {
    Object.assign(Resolver.prototype, { resolve4, resolve6 });
    Object.assign(promises, { lookup: ask });
    Object.assign(dns, { lookup: call });
    syncBuiltinESMExports();
  };
}
