/** A TCP listener that can stop accepting and begin again on the same port. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

export class Listener {
  readonly #server: Server;
  readonly #host: string;
  readonly #sockets = new Set<Socket>();
  #address: AddressInfo | undefined;

  constructor(host: string, maxConnections: number, serve: (socket: Socket) => void) {
    this.#host = host;
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      serve(socket);
    });
    this.#server.maxConnections = maxConnections;
  }

  /** Where it listens or listened. */
  get address(): AddressInfo {
    if (!this.#address) throw new Error('not listening yet');
    return this.#address;
  }

  /** Begins to accept, the second time on the port of the first. `port` 0 takes a free one. */
  async open(port: number): Promise<void> {
    if (this.#server.listening) return;
    const listening = once(this.#server, 'listening');
    this.#server.listen(this.#address?.port ?? port, this.#host);
    await listening;
    const address = this.#server.address();
    if (address && typeof address === 'object') this.#address = address;
  }

  /** Refuses new connections; open ones stay. */
  shut(): void {
    if (this.#server.listening) this.#server.close();
  }

  /** Ends everything. Idempotent. */
  async close(): Promise<void> {
    this.shut();
    const open = [...this.#sockets].map((socket) => once(socket, 'close'));
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(open);
  }
}
