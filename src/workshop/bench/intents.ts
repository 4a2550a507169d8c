/** The requests that are sent, as Google sends them. */

export type IntentName = 'SYNC' | 'QUERY' | 'EXECUTE';

/** A household that asks. */
export interface Asker {
  readonly account: string;
  readonly token: string;
  /** The first of its devices: the one QUERY and EXECUTE are about. */
  readonly device: string;
}

function payload(
  intent: IntentName | 'DISCONNECT',
  device: string,
  protocols: readonly string[],
): object | undefined {
  const devices = [{ id: device }];
  if (intent === 'SYNC' || intent === 'DISCONNECT') return undefined;
  if (intent === 'QUERY') return { devices };
  const params = { StreamToChromecast: false, SupportedStreamProtocols: protocols };
  const execution = [{ command: 'action.devices.commands.GetCameraStream', params }];
  return { commands: [{ devices, execution }] };
}

/** The body of one request. */
export function intentBody(
  intent: IntentName | 'DISCONNECT',
  device: string,
  protocols: readonly string[] = ['webrtc', 'hls'],
): string {
  const asked = payload(intent, device, protocols);
  const input = { intent: `action.devices.${intent}`, ...(asked && { payload: asked }) };
  return JSON.stringify({ requestId: '6894439706274654512', inputs: [input] });
}

export function intentHeaders(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' };
}

/** What every good answer to it has inside. */
export const signOfSuccess: Readonly<Record<IntentName, string>> = {
  SYNC: '"agentUserId"',
  QUERY: '"online":true',
  EXECUTE: '"cameraStreamSignalingUrl"',
};

/** Asks once; gives the payload of the answer. @throws Error when it is not a good one. */
export async function askOnce(
  origin: string,
  intent: IntentName,
  { token, device }: Asker,
): Promise<unknown> {
  const response = await fetch(`${origin}/fulfillment`, {
    method: 'POST',
    headers: intentHeaders(token),
    body: intentBody(intent, device),
  });
  const text = await response.text();
  if (!text.includes(signOfSuccess[intent])) {
    throw new Error(`${intent} was answered with ${response.status}: ${text.slice(0, 300)}`);
  }
  return (JSON.parse(text) as { payload: unknown }).payload;
}
