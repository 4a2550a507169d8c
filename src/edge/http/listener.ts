/**
 * The HTTP server under Express.
 *
 * Express changes the prototype of every request and response (expressjs/express#5998), which makes V8 give
 * up on both objects and costs about four times what the rest of Express does. Here the server makes them
 * with Express's prototypes from the beginning, by documented options of `createServer`, so that the change
 * is none. The test beside this file checks it after upgrades.
 */
import { IncomingMessage, Server, type ServerOptions, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Express } from 'express';
import { limits } from './limits.ts';

const refusals: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** Answers what is not HTTP at all, in the form of the other answers. */
function refuse(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = refusals[error.code ?? ''] ?? '400 Bad Request';
  const body = JSON.stringify({ error: 'bad-request', message: 'this is not an HTTP request' });
  const head = [
    `HTTP/1.1 ${status}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${String(body.length)}`,
    'Cache-Control: private, no-store',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/**
 * Only an answer that has the connection says `100 Continue`. One that waits its turn behind another
 * (pipelining) would have it put between that one's headers and body, and everything after that would be read
 * as part of the wrong answer. The client sends the body after a while all the same (RFC 9110 §10.1.1).
 */
function goOn(this: Server, request: IncomingMessage, response: ServerResponse): void {
  if (response.socket !== null) response.writeContinue();
  this.emit('request', request, response);
}

/** A server that also counts as idle the clients that connected and never said a word, as browsers do. */
class EdgeServer extends Server {
  readonly #sockets = new Set<Socket>();

  constructor(options: ServerOptions, app: Express) {
    // The rest of what was read at once arrives even if its connection was cut meanwhile: nobody waits for
    // it.
    super(options, (request, response) => {
      if (!request.socket.destroyed) app(request, response);
    });
    this.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  override closeIdleConnections(): void {
    super.closeIdleConnections();
    for (const socket of this.#sockets) if (socket.bytesRead === 0) socket.destroy();
  }
}

/** Makes a server for `app`, not listening yet. One app has one listener. */
export function createListener(app: Express): Server {
  class EdgeRequest extends IncomingMessage {}
  class EdgeResponse<R extends IncomingMessage> extends ServerResponse<R> {}
  for (const [name, made] of [
    ['request', EdgeRequest.prototype],
    ['response', EdgeResponse.prototype],
  ] as const) {
    const express: object = app[name];
    Object.setPrototypeOf(made, express);
    Object.defineProperty(app, name, { value: made });
  }
  const server = new EdgeServer(
    {
      IncomingMessage: EdgeRequest,
      ServerResponse: EdgeResponse,
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      keepAliveTimeout: limits.keepAliveMs,
      connectionsCheckingInterval: 5_000,
    },
    app,
  );
  server.setTimeout(limits.silentMs);
  server.on('clientError', refuse);
  server.on('checkContinue', goOn);
  return server;
}
