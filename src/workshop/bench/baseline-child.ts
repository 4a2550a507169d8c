/**
 * The baseline: bare `node:http` that parses, verifies and signs what the bridge does, with the same
 * functions, and does nothing else. No framework, no storage, no cameras, no sessions. It takes random bytes
 * from Node, one call each: a measure must not move with what is saved in the bridge (identity/random.ts).
 *
 * Verbs: `origin`, where it listens; `answers`, takes the payloads for SYNC and QUERY by account; `cpu`.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { closeServer } from '../../common/close-server.ts';
import { listening } from '../../common/listening.ts';
import { parseIntent } from '../../edge/assistants/google/intents.ts';
import { createAccessTokens } from '../../identity/access-token.ts';
import { DeviceId, SessionId } from '../../identity/ids.ts';
import { openKeyRing } from '../../identity/keyring.ts';
import type { Proof } from '../../identity/proof.ts';
import { createTickets } from '../../identity/ticket.ts';
import { obey, settingsOf } from './obey.ts';

const schema = z.object({ keys: z.string(), publicUrl: z.string() });
const answersSchema = z.record(z.string(), z.record(z.string(), z.unknown()));

const maxStreamMs = 14_400_000;

async function start() {
  const { keys, publicUrl } = settingsOf(schema);
  const ring = openKeyRing(keys);
  const now = Date.now;
  const tokens = createAccessTokens({ ring, issuer: publicUrl, lifetimeSeconds: 3600, now });
  const tickets = createTickets(ring, now);
  let answers: z.infer<typeof answersSchema> = {};

  function stream(proof: Proof, id: string): object {
    const device = DeviceId(id);
    const bearer = randomBytes(32).toString('base64url');
    const session = SessionId(`s_${randomBytes(16).toString('base64url')}`);
    const order = { proof, device, session, protocol: 'webrtc', bearer } as const;
    const ticket = tickets.mint({ ...order, expiresAt: now() + maxStreamMs });
    const states = {
      online: true,
      cameraStreamProtocol: 'webrtc',
      cameraStreamAuthToken: bearer,
      cameraStreamSignalingUrl: `${publicUrl}/live/${ticket}/signal`,
    };
    return { commands: [{ ids: [id], status: 'SUCCESS', states }] };
  }

  function answer(request: IncomingMessage, response: ServerResponse, body: string): void {
    const bearer = request.headers.authorization?.slice('Bearer '.length) ?? '';
    const proof = tokens.verify(bearer);
    const { requestId, input } = parseIntent(JSON.parse(body));
    const payload =
      input.intent === 'action.devices.EXECUTE'
        ? stream(proof, input.payload.commands[0]?.devices[0] ?? '')
        : answers[proof.account]?.[input.intent];
    const text = JSON.stringify({ requestId, payload });
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    response.setHeader('Content-Length', Buffer.byteLength(text));
    response.end(text);
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => answer(request, response, Buffer.concat(chunks).toString()));
  });
  const { port } = await listening(server);
  return {
    verbs: {
      origin: () => `http://127.0.0.1:${port}`,
      answers: (value: unknown) => {
        answers = answersSchema.parse(value);
      },
    },
    close: () => closeServer(server),
  };
}

obey(start());
