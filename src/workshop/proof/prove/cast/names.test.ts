import dns from 'node:dns';
import { lookup, Resolver } from 'node:dns/promises';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { answerNames, type Names } from './names.ts';

const host = 'door.prove.invalid';

test('whoever asks for a name of the run is answered by it, in every way there is to ask', async () => {
  let names: Names = { [host]: ['127.0.0.1', '::1'] };
  const end = answerNames(() => names);
  const resolver = new Resolver();
  expect(await resolver.resolve4(host)).toEqual(['127.0.0.1']);
  expect(await resolver.resolve6(host)).toEqual(['::1']);
  expect(await dns.promises.lookup(host)).toEqual({ address: '127.0.0.1', family: 4 });
  const call = promisify(dns.lookup);
  expect(await call(host, { all: true })).toEqual([
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ]);
  names = { [host]: ['127.0.0.2'] };
  expect(await resolver.resolve4(host)).toEqual(['127.0.0.2']);
  await expect(resolver.resolve6(host)).rejects.toMatchObject({ code: 'ENODATA' });
  names = {};
  await expect(dns.promises.lookup(host)).rejects.toMatchObject({ code: 'ENOTFOUND' });
  await expect(call(host)).rejects.toMatchObject({ code: 'ENOTFOUND' });
  expect((await dns.promises.lookup('127.0.0.3')).address).toBe('127.0.0.3');
  end();
  expect(dns.promises.lookup).toBe(lookup);
});
