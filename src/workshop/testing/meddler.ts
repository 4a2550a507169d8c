/** A reverse proxy that can be told to get answers wrong, as caches do that know no tickets. */
import { createServer } from 'node:http';
import { Agent, request } from 'undici';
import { closeServer } from '../../common/close-server.ts';
import { listening } from '../../common/listening.ts';

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
}

/** What becomes of an answer on its way out. */
export type Meddle = (asked: Asked, answer: Answer) => Answer;

/** What becomes of a question on its way in. */
export type Mislead = (asked: Asked) => Asked;

export interface Meddler {
  readonly origin: string;
  /** From now on; straight on if left out. */
  meddle(how?: Meddle): void;
  mislead(how?: Mislead): void;
  leadTo(port: number): void;
  close(): Promise<void>;
}

/** Starts one that leads nowhere yet: 502. */
export async function startMeddler(): Promise<Meddler> {
  const dispatcher = new Agent();
  let port: number | undefined;
  let meddle: Meddle = (_asked, answer) => answer;
  let mislead: Mislead = (asked) => asked;

  async function ask({ method, url, authorization, body }: Asked): Promise<Answer> {
    try {
      const answer = await request(`http://127.0.0.1:${port ?? 9}${url}`, {
        dispatcher,
        method: method === 'POST' ? 'POST' : 'GET',
        headers: {
          'content-type': 'application/json',
          ...(authorization !== undefined && { authorization }),
        },
        ...(method === 'POST' && { body }),
      });
      const type = String(answer.headers['content-type'] ?? '');
      const read = Buffer.from(await answer.body.arrayBuffer());
      return { status: answer.statusCode, type, body: read };
    } catch {
      return { status: 502, type: 'text/plain', body: Buffer.from('bad gateway') };
    }
  }

  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = 'GET', url = '/', headers } = incoming;
      const body = Buffer.concat(chunks).toString('utf8');
      const asked = { method, url, authorization: headers.authorization, body };
      void ask(mislead(asked)).then((answer) => {
        const told = meddle(asked, answer);
        outgoing.writeHead(told.status, { 'content-type': told.type }).end(told.body);
      });
    });
  });
  const { port: own } = await listening(server);
  return {
    origin: `http://127.0.0.1:${own}`,
    meddle(how = (_asked, answer) => answer) {
      meddle = how;
    },
    mislead(how = (asked) => asked) {
      mislead = how;
    },
    leadTo(to) {
      port = to;
    },
    async close() {
      await closeServer(server);
      await dispatcher.destroy();
    },
  };
}

const streamFile = /^\/live\/([^/]+)\/([^?]+)/;

/** A cache that takes files of the same kind for one another, whatever stream they are of. */
export function mixUp(kind: RegExp): Meddle {
  const last = new Map<string, Answer>();
  return ({ url }, answer) => {
    const [, ticket = '', file = ''] = streamFile.exec(url) ?? [];
    if (answer.status !== 200 || !kind.test(file)) return answer;
    last.set(ticket, answer);
    const [, other] = [...last].find(([key]) => key !== ticket) ?? [];
    return other ?? answer;
  };
}

/** A stream that was given to somebody: where it is signalled, with what, and of which device. */
export interface Call {
  readonly url: string;
  readonly bearer: string;
  readonly device: string;
}

/** Sends a WebRTC offer to another stream than the one it was made for, where `instead` knows one. */
export function misdial(instead: (url: string) => Call | undefined): Mislead {
  return (asked) => {
    const call = asked.body.includes('"action":"offer"') ? instead(asked.url) : undefined;
    if (call === undefined) return asked;
    const { sdp } = JSON.parse(asked.body) as { sdp: string };
    const body = JSON.stringify({ action: 'offer', deviceId: call.device, sdp });
    return { ...asked, url: call.url, authorization: `Bearer ${call.bearer}`, body };
  };
}
