/** Asking a bridge's webhook, as Google does. */

interface DeviceAnswer {
  readonly id: string;
  readonly online?: boolean;
  readonly status?: string;
  readonly errorCode?: string;
}

/** Any answer of the webhook, as far as tests look into it. */
interface Answer {
  readonly payload: {
    readonly devices: readonly DeviceAnswer[] & Readonly<Record<string, DeviceAnswer>>;
    readonly commands: readonly [
      {
        readonly ids: readonly string[];
        readonly status: string;
        readonly errorCode?: string;
        readonly states?: Readonly<Record<string, string>>;
      },
    ];
  };
}

/** Posts one intent; gives status and parsed answer. */
export type Intend = (
  token: string,
  intent: string,
  payload?: object,
) => Promise<{ status: number; body: Answer }>;

/** The webhook of the bridge at `origin`. */
export function intendAt(origin: string): Intend {
  return async (token, intent, payload) => {
    const input = { intent: `action.devices.${intent}`, ...(payload && { payload }) };
    const response = await fetch(`${origin}/fulfillment`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ requestId: '6894439706274654512', inputs: [input] }),
    });
    return { status: response.status, body: (await response.json()) as Answer };
  };
}
