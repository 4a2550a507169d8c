/** Attacks by bare connections, each made anew when it is closed. */
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type Account, type Attacker, open } from './attacker.ts';

/** Keeps so many connections; `use` does what is done with each. */
async function keep(by: Attacker, count: number, use: (socket: Socket) => void): Promise<void> {
  const { port, hostname } = new URL(by.origin);
  const sockets = new Set<Socket>();
  function come(): void {
    const socket = connect({ port: Number(port), host: hostname, localAddress: '127.0.0.2' });
    sockets.add(socket);
    socket.on('connect', () => {
      by.count('connected');
      use(socket);
    });
    socket.on('error', () => undefined);
    socket.resume();
    socket.once('close', () => sockets.delete(socket));
  }
  while (!by.stopped()) {
    for (let at = 0; at < 200 && sockets.size < count; at += 1) come();
    await pause(20);
  }
  for (const socket of sockets) socket.destroy();
}

const requestOf = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;

/** One small request on each. */
export const connections = (by: Attacker): Promise<void> =>
  keep(by, 15_000, (socket) => socket.write(requestOf('/healthz')));

/** As much as is read at once. */
const readBytes = 65_536;

/** One request for a playlist after another, no answer waited for. */
export async function pipelines(by: Attacker, account: Account): Promise<void> {
  const { path } = await open(by, account, account.device, 'hls');
  const request = requestOf(path);
  const many = request.repeat(Math.ceil(readBytes / request.length));
  await keep(by, 100, (socket) => {
    const send = (): void => {
      while (socket.writable && socket.write(many));
    };
    socket.on('drain', send);
    send();
  });
}
