import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { removeFolder, scratchFolder } from '../../workshop/testing/scratch-folder.ts';
import { connectionOf } from './connection.ts';

const away = 'db.example.org';
const at = (host: string, query = ''): string =>
  `postgres://bridge:hunter2@${host}/casement${query}`;

test('everything is where the URL says, with its default where it says nothing', () => {
  expect(connectionOf('postgresql://br%40idge:p%2Fw@127.0.0.1:6000/case%20ment')).toEqual({
    host: '127.0.0.1',
    port: 6_000,
    database: 'case ment',
    username: 'br@idge',
    password: 'p/w',
  });
  expect(connectionOf('postgres://localhost/casement?user=bridge')).toEqual({
    host: 'localhost',
    port: 5_432,
    database: 'casement',
    username: 'bridge',
  });
});

test.each([away, '192.0.2.7', '[2001:db8::7]', 'localhost.example.org', '127.example.org'])(
  'the certificate and the name of %s are checked, whether asked for or not',
  (host) => {
    const name = host.replace(/^\[(.*)\]$/, '$1');
    expect(connectionOf(at(host)).tls).toEqual({ host: name });
    expect(connectionOf(at(host, '?sslmode=verify-full')).tls).toEqual({ host: name });
  },
);

test.each(['disable', 'allow', 'prefer', 'require', 'verify-ca', 'no-verify', ''])(
  'less is not to be had: sslmode=%s',
  (mode) => {
    expect(() => connectionOf(at(away, `?sslmode=${mode}`))).toThrow(
      /less than sslmode=verify-full/,
    );
  },
);

test.each(['localhost', '127.0.0.1', '127.9.9.9', '[::1]'])(
  'of this machine, %s, it is checked where asked for',
  (host) => {
    expect(connectionOf(at(host)).tls).toBeUndefined();
    expect(connectionOf(at(host, '?sslmode=disable')).tls).toBeUndefined();
    expect(connectionOf(at(host, '?sslmode=verify-full')).tls).toBeDefined();
  },
);

test('a socket is of this machine; another host named by the query is not', () => {
  expect(connectionOf(at('localhost', '?host=%2Frun%2Fpostgresql'))).toMatchObject({
    host: '/run/postgresql',
  });
  expect(connectionOf(at('localhost', '?host=%2Frun%2Fpostgresql')).tls).toBeUndefined();
  expect(connectionOf(at('localhost', `?host=${away}`)).tls).toEqual({ host: away });
});

test('a certificate of one’s own is read from its file', () => {
  const folder = scratchFolder('certificate');
  try {
    const file = join(folder, 'ca.pem');
    writeFileSync(file, 'its text');
    const { tls } = connectionOf(at(away, `?sslrootcert=${encodeURIComponent(file)}`));
    expect(tls).toEqual({ host: away, ca: 'its text' });
  } finally {
    removeFolder(folder);
  }
});

test.each<[string, string]>([
  ['no URL at all: hunter2', 'is no URL'],
  ['mysql://bridge:hunter2@localhost/secret', 'must begin with postgres://'],
  [at('localhost', '?sslkey=hunter2'), 'a parameter that is not known'],
  [at('localhost', '?sslmode=verify-full&sslrootcert=/hunter2'), 'cannot be read'],
  ['postgres://bridge:hunter2%@localhost/secret', 'begins no character'],
  ['postgres://bridge:hunter2@localhost/', 'names no database'],
  ['postgres://:hunter2@localhost/secret', 'names no user'],
  [at('localhost', '?port=hunter2'), 'names no port'],
  [at(away, '?sslmode=disable'), 'asks for less'],
])('what is wrong with %j is said without a part of it', (url, what) => {
  expect(() => connectionOf(url)).toThrow(what);
  expect(() => connectionOf(url)).not.toThrow(/hunter2|secret|example/);
});
