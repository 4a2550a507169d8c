import { afterEach, describe, expect, test } from '@jest/globals';
import { anyGuard } from '../../../workshop/testing/any-camera.ts';
import { createLookup } from '../lookup.ts';
import { type Connection, openConnection } from './connection.ts';
import { parseTarget } from './target.ts';
import { selfSigned } from '../../../workshop/testing/self-signed.ts';
import { type Reply, type Script, scriptedCamera, usualSdp } from './testing/scripted-camera.ts';
import { describeWith } from './testing/tools.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function connected(script: Script): Promise<Connection> {
  const camera = await scriptedCamera(script);
  const connection = await openConnection({
    target: parseTarget(camera.url),
    guard: anyGuard(script.tls && { ca: script.tls.cert }),
    lookup: createLookup(),
    timeoutMs: 300,
    signal: new AbortController().signal,
  });
  open.push(camera, { close: () => connection.close('closed') });
  return connection;
}

describe('which answer is whose', () => {
  const ask = (connection: Connection, method: string) => connection.request(method, '*', {});

  test.each(['0', '77', 'x', ''])(
    'the only one outstanding is answered by number %p',
    async (cseq) => {
      const connection = await connected({ cseq: () => cseq });
      expect((await ask(connection, 'OPTIONS')).status).toBe(200);
      expect((await ask(connection, 'DESCRIBE')).body.length).toBeGreaterThan(0);
    },
  );

  test('of several outstanding, none is by a number that is not its own', async () => {
    const connection = await connected({ cseq: () => '0' });
    const both = [ask(connection, 'OPTIONS'), ask(connection, 'DESCRIBE')];
    for (const one of await Promise.allSettled(both)) expect(one.status).toBe('rejected');
  });

  test('a late answer is not taken for the next one', async () => {
    let late: (() => void) | undefined;
    const answer = (cseq: number, status: number): string =>
      `RTSP/1.0 ${status} X\r\nCSeq: ${cseq}\r\n\r\n`;
    const connection = await connected({
      reply({ method }, _usual, socket): Reply {
        if (method === 'OPTIONS') {
          late = () => void socket.write(answer(1, 501));
          return undefined;
        }
        late?.();
        return Buffer.from(answer(2, 200));
      },
    });
    await expect(ask(connection, 'OPTIONS')).rejects.toMatchObject({ reason: 'timeout' });
    expect((await ask(connection, 'GET_PARAMETER')).status).toBe(200);
  });
});

const greet = Buffer.from('* OK this is no camera\r\n');

async function endOf(script: Script): Promise<unknown> {
  const connection = await connected(script);
  return new Promise((resolve) => (connection.onClose = resolve));
}

test('who speaks before it is asked is heard', async () => {
  expect(await endOf({ greet })).toBe('malformed');
});

describeWith('openssl', 'over TLS', () => {
  test('who speaks before it is asked is heard', async () => {
    expect(await endOf({ greet, tls: selfSigned() })).toBe('malformed');
  });
});

test('an answer is what it was, whatever is read after it', async () => {
  const connection = await connected({});
  const asked = Array.from({ length: 30 }, (_, at) =>
    connection.request(at % 2 === 0 ? 'DESCRIBE' : 'OPTIONS', '*', {}),
  );
  const answers = await Promise.all(asked);
  const bodies = answers.map(({ body }) => body.toString());
  expect(new Set(bodies)).toEqual(new Set([usualSdp, '']));
});
