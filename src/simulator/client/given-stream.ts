/** The stream in the answer to an EXECUTE, as a display without a picture needs it. */

export interface GivenStream {
  /** The master playlist, or where to signal. */
  readonly url: string;
  readonly bearer: string;
}

type States = Readonly<Record<string, unknown>>;

/** Returns the stream that the states of one command give, by whichever protocol; undefined if they give none. */
export function streamOf(states: States = {}): GivenStream | undefined {
  const url = states['cameraStreamAccessUrl'] ?? states['cameraStreamSignalingUrl'];
  const bearer = states['cameraStreamAuthToken'];
  return typeof url === 'string' && typeof bearer === 'string' ? { url, bearer } : undefined;
}

interface Executed {
  readonly payload?: { readonly commands?: readonly { readonly states?: States }[] };
}

/** Returns the stream of the first command of an answer; undefined if that gives none. */
export function streamIn(answer: unknown): GivenStream | undefined {
  return streamOf((answer as Executed | undefined)?.payload?.commands?.[0]?.states);
}

/** Returns the ticket in the URL of a stream; empty if there is none. */
export const ticketOf = (url: string | URL): string => new URL(url).pathname.split('/')[2] ?? '';
