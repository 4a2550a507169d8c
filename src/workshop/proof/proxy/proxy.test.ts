import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { listening } from '../../../common/listening.ts';
import { until } from '../../until.ts';
import { openTcpProxy, type TcpProxy } from './tcp-proxy.ts';
import { openUdpRelay, type UdpRelay } from './udp-relay.ts';

describe('TCP', () => {
  let echo: Server;
  let proxy: TcpProxy;
  let client: Socket;
  let got: string;

  beforeEach(async () => {
    echo = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.pipe(socket);
    });
    proxy = await openTcpProxy((await listening(echo)).port);
  });
  afterEach(async () => {
    client.destroy();
    await proxy.close();
    echo.close();
    await once(echo, 'close');
  });

  function dial(): void {
    got = '';
    client = connect(proxy.port, '127.0.0.1');
    client.on('error', () => undefined);
    client.on('data', (bytes) => (got += bytes.toString()));
  }
  // Not `once`: a reset is an error first, and here what is wanted.
  const closed = (): Promise<void> => new Promise((resolve) => client.on('close', () => resolve()));
  const came = async (): Promise<string> => {
    await once(client, 'data');
    return got;
  };

  test('hands on both ways, and the end too', async () => {
    dial();
    client.write('there');
    expect(await came()).toBe('there');
    client.end();
    await closed();
  });

  test('cuts after so many bytes, which still arrive', async () => {
    proxy.weather({ cutAfterBytes: 3 });
    dial();
    client.write('abcdef');
    await closed();
    expect(got.length).toBeLessThanOrEqual(3);
  });

  test('holds everything in a black hole, and lets it go after', async () => {
    proxy.weather({ blackHole: true });
    dial();
    client.write('later');
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(got).toBe('');
    proxy.weather({ blackHole: false });
    expect(await came()).toBe('later');
  });

  test('refuses, and cuts what there is', async () => {
    dial();
    client.write('x');
    await came();
    proxy.cut();
    await closed();
    proxy.weather({ refuse: true });
    dial();
    await closed();
    expect(got).toBe('');
  });

  test('is late by as much as it is told', async () => {
    proxy.weather({ delayMs: 60 });
    dial();
    const begun = performance.now();
    client.write('slow');
    await came();
    expect(performance.now() - begun).toBeGreaterThanOrEqual(100);
  });
});

describe('UDP', () => {
  let server: UdpSocket;
  let client: UdpSocket;
  let relay: UdpRelay;
  let got: string[];

  beforeEach(async () => {
    server = createSocket('udp4');
    client = createSocket('udp4');
    got = [];
    server.bind(0, '127.0.0.1');
    await once(server, 'listening');
    server.on('message', (bytes) => got.push(bytes.toString()));
    relay = await openUdpRelay(server.address().port);
  });
  afterEach(() => {
    server.close();
    client.close();
    relay.close();
  });

  test.each([
    [{}, ['0', '1', '2', '3', '4', '5']],
    [{ loseEvery: 3 }, ['0', '1', '3', '4']],
    [{ repeatEvery: 6 }, ['0', '1', '2', '3', '4', '5', '5']],
    [{ swapEvery: 3 }, ['0', '1', '3', '2', '4']],
    [{ blackHole: true }, []],
  ])('%j', async (weather, expected) => {
    relay.weather(weather);
    for (const number of '012345') client.send(number, relay.port, '127.0.0.1');
    await until(() => got.length >= expected.length, 2_000, { what: () => got.join() });
    expect(got).toEqual(expected);
  });
});
