/** Requests to the real app without a socket between. */
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Express } from 'express';

interface Asked {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly bearer?: string;
  readonly body?: unknown;
}

interface Answered {
  readonly status: number;
  readonly body: Buffer;
}

/** `post` with its app. */
export type Post = (asked: Asked, leaving: (answer: Answered) => void) => Promise<Answered>;

/**
 * Sends a request and resolves with its answer; `leaving` is called at the very moment at which the answer
 * leaves, before anything else can happen.
 */
export function post(
  app: Express,
  { method, path, bearer, body }: Asked,
  leaving: (answer: Answered) => void,
): Promise<Answered> {
  const request = new IncomingMessage(new Socket());
  Object.assign(request, { method, url: path, httpVersionMajor: 1, httpVersionMinor: 1 });
  request.headers = {
    host: 'bridge.example.net',
    ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
  };
  if (body !== undefined) request.push(JSON.stringify(body));
  request.push(null);
  return new Promise((resolve) => {
    const response = new ServerResponse(request);
    response.end = (chunk?: unknown) => {
      const bytes = chunk instanceof Uint8Array || typeof chunk === 'string' ? chunk : '';
      const answer = { status: response.statusCode, body: Buffer.from(bytes) };
      leaving(answer);
      response.emit('close');
      resolve(answer);
      return response;
    };
    app(request, response);
  });
}
