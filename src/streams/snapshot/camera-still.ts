import { Agent, request } from 'undici';
import { createAuthorizer } from '../../cameras/authorizer.ts';
import { Failure } from '../../failures.ts';
import { type Likeness, likenessOf } from '../../partitions/likeness.ts';
import { isJpeg, mostBytes } from './jpeg.ts';

/** Whether a camera that says this of itself over HTTP is the one that it should be. */
export type RecogniseStill = (seen: Likeness) => Promise<boolean>;

/**
 * Fetches the camera's own still. No redirect is followed, and the connection is this request's
 * own: one that is kept could hold another answer in front of the next one asked for.
 *
 * @param url http:// or https://, credentials included; they answer a Basic or Digest challenge.
 * @param recognise asked before a JPEG is given out.
 * @throws Failure `device-offline` for anything but a JPEG of at most 8 MB before `signal` aborts.
 */
export async function fetchStill(
  url: string,
  signal: AbortSignal,
  recognise: RecogniseStill,
): Promise<Uint8Array> {
  try {
    const { address, authorizer } = targetOf(url);
    let answer = await once(address, undefined, signal);
    if (answer.status === 401 && authorizer.challenge(answer.challenges)) {
      const uri = address.pathname + address.search;
      answer = await once(address, authorizer.header('GET', uri), signal);
    }
    if (answer.status === 200 && isJpeg(answer.body)) {
      const seen = likenessOf({ server: answer.server, realm: authorizer.realm });
      if (await recognise(seen)) return answer.body;
    }
  } catch {
    // Whatever it was may name the address, which holds a password.
  }
  throw new Failure('device-offline', 'the camera gave no still');
}

interface Answer {
  readonly status: number;
  readonly challenges: readonly string[];
  readonly server: string | undefined;
  readonly body: Uint8Array;
}

async function once(
  address: URL,
  authorization: string | undefined,
  signal: AbortSignal,
): Promise<Answer> {
  const dispatcher = new Agent({ connections: 1, pipelining: 0 });
  try {
    const { statusCode, headers, body } = await request(address, {
      dispatcher,
      signal,
      headers: { accept: 'image/jpeg', ...(authorization !== undefined && { authorization }) },
    });
    const challenges = headers['www-authenticate'] ?? [];
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength;
      if (size > mostBytes) throw new Failure('too-large', 'the still is too large');
      chunks.push(chunk);
    }
    return {
      status: statusCode,
      challenges: [challenges].flat(),
      server: [headers['server'] ?? []].flat()[0],
      body: Buffer.concat(chunks),
    };
  } finally {
    await dispatcher.destroy();
  }
}

function targetOf(url: string) {
  const address = new URL(url);
  const credentials =
    address.username === ''
      ? undefined
      : {
          user: decode(address.username),
          password: decode(address.password),
        };
  address.username = '';
  address.password = '';
  return { address, authorizer: createAuthorizer(credentials) };
}

/** Passwords are often written into URLs without escaping: a stray % stands for itself. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
