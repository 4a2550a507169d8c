/** A server that takes alarms, as an operator's own would. */
import { createServer } from 'node:http';
import { closeServer } from '../../common/close-server.ts';
import { listening } from '../../common/listening.ts';

export interface AlarmServer {
  readonly url: string;
  /** Bodies of what was posted, oldest first, refused ones included. */
  readonly posted: unknown[];
  close(): Promise<void>;
}

/** Refuses as many posts as `refusals` says, with 503. */
export async function startAlarmServer(refusals = 0): Promise<AlarmServer> {
  const posted: unknown[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      posted.push(JSON.parse(body));
      response.writeHead(posted.length <= refusals ? 503 : 204).end();
    });
  });
  const { port } = await listening(server);
  return {
    url: `http://127.0.0.1:${port}/alarm?key=secret-of-the-hook`,
    posted,
    close: () => closeServer(server),
  };
}
