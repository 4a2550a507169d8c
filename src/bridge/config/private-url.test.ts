import { expect, test } from '@jest/globals';
import { warnOfExampleUrl, warnOfPrivateUrl } from './private-url.ts';

async function warned(publicUrl: string, found: readonly string[] | Error = []) {
  const lines: object[] = [];
  const asked: string[] = [];
  await warnOfPrivateUrl({
    publicUrl,
    lookUp: (host) => {
      asked.push(host);
      return found instanceof Error ? Promise.reject(found) : Promise.resolve(found);
    },
    log: { warn: (fields, message) => void lines.push({ ...fields, message }) },
  });
  return { lines, asked };
}

test.each([
  ['a home', '192.168.1.20'],
  ['an office', '10.1.2.3'],
  ['a provider', '100.64.0.9'],
  ['this machine', '127.0.0.1'],
  ['the link', '169.254.3.4'],
  ['IPv6 of a home', 'fd00::5'],
  ['IPv6 of the link', 'fe80::5'],
  ['IPv4 in IPv6', '::ffff:192.168.1.20'],
])('an address of %s is warned of, with the mend', async (_whose, address) => {
  const { lines, asked } = await warned('https://cameras.example.net:8443', ['8.8.8.8', address]);
  expect(asked).toEqual(['cameras.example.net']);
  expect(lines).toEqual([
    {
      host: 'cameras.example.net',
      addresses: [address],
      message: expect.stringMatching(/^PUBLIC_URL leads to a private address.*resolve to a public/),
    },
  ]);
});

test('an address that stands in the URL itself is not looked up', async () => {
  expect((await warned('https://192.168.1.20')).lines).toMatchObject([{ host: '192.168.1.20' }]);
  const { lines, asked } = await warned('https://[fd00::5]:8443');
  expect([asked, lines]).toMatchObject([[], [{ host: 'fd00::5', addresses: ['fd00::5'] }]]);
});

test('a public address, and a name that leads nowhere, are no reason for a word', async () => {
  expect((await warned('https://a.example', ['8.8.8.8', '2606:4700::1111'])).lines).toEqual([]);
  expect((await warned('https://a.example', new Error('ENOTFOUND'))).lines).toEqual([]);
});

test.each([
  ['https://cameras.example.net', 1],
  ['https://example.org:8443', 1],
  ['https://cameras.myexample.net', 0],
  ['https://example.net.home.test', 0],
])('the name of an example is warned of: %s', (publicUrl, count) => {
  const lines: string[] = [];
  warnOfExampleUrl({ publicUrl, log: { warn: (_fields, message) => void lines.push(message) } });
  expect(lines).toHaveLength(count);
});
