/** HTTP from an address of one's own, on connections that are kept. */
import { Agent, request, type IncomingHttpHeaders } from 'node:http';

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Sent {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpClient {
  /** @throws Error if the connection broke or nothing came for 30 s. */
  ask(path: string, what?: Sent): Promise<Answered>;
  close(): void;
}

const silentMs = 30_000;

/** Asks `origin` from `localAddress`, one of loopback's, by at most `maxSockets` connections, or as many as it takes. */
export function createHttpClient(
  origin: string,
  localAddress: string,
  maxSockets = Infinity,
): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets });
  return {
    ask: (path, { method = 'GET', headers = {}, body } = {}) =>
      new Promise((resolve, reject) => {
        const how = { method, headers, agent, localAddress, timeout: silentMs };
        const asked = request(new URL(path, origin), how, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            const { statusCode: status = 0 } = response;
            resolve({ status, headers: response.headers, body: Buffer.concat(chunks) });
          });
        });
        asked.on('error', reject);
        asked.on('timeout', () => asked.destroy(new Error(`no answer for ${path.slice(-20)}`)));
        asked.end(body);
      }),
    close: () => agent.destroy(),
  };
}
