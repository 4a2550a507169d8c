/** Asking a bridge's webhook, as Google does. */
import {
  intentRequest,
  requestIdOfGoogle,
  type IntentName,
} from '../../simulator/client/intent-request.ts';
import { postIntent } from '../../simulator/client/post-json.ts';

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

/** Posts one intent; returns status and parsed answer. */
export type Intend = (
  token: string,
  intent: IntentName,
  payload?: object,
) => Promise<{ status: number; body: Answer }>;

/** The webhook of the bridge at `origin`. */
export function intendAt(origin: string): Intend {
  return async (token, intent, payload) => {
    const response = await postIntent(
      origin,
      token,
      intentRequest(intent, payload, requestIdOfGoogle),
    );
    return { status: response.status, body: (await response.json()) as Answer };
  };
}
