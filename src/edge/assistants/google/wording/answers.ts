/**
 * The answers to Google: the shapes of the smart home responses. actions-on-google has no types for cameras,
 * so these are our own. A field without a value is left out, never empty: Google's apps take an empty
 * `cameraStreamIceServers` or `cameraStreamOffer` for a malformed answer.
 */
import type { Failure } from '../../../../common/failures.ts';
import type { Intent, RequestId } from '../intents.ts';
import { errorCodeOf } from './error-code.ts';

/** A device; what is undefined is left out. */
export interface SyncDevice {
  readonly id: string;
  readonly type: 'action.devices.types.CAMERA' | 'action.devices.types.DOORBELL';
  readonly traits: readonly string[];
  readonly name: {
    readonly name: string;
    readonly defaultNames: readonly string[] | undefined;
    readonly nicknames: readonly string[] | undefined;
  };
  readonly willReportState: boolean;
  readonly roomHint: string | undefined;
  readonly deviceInfo:
    | Readonly<Record<'manufacturer' | 'model' | 'hwVersion' | 'swVersion', string | undefined>>
    | undefined;
  readonly attributes: {
    readonly cameraStreamSupportedProtocols: readonly string[];
    readonly cameraStreamNeedAuthToken: boolean;
  };
}

export interface SyncAnswer {
  readonly requestId: RequestId;
  readonly payload: { readonly agentUserId: string; readonly devices: readonly SyncDevice[] };
}

/** The state of one device; CameraStream has no states of its own. */
export type QueriedDevice =
  | { readonly online: boolean; readonly status: 'SUCCESS' | 'OFFLINE' }
  | { readonly online: false; readonly status: 'ERROR'; readonly errorCode: string };

export interface QueryAnswer {
  readonly requestId: RequestId;
  readonly payload: Explained & { readonly devices: Readonly<Record<string, QueriedDevice>> };
}

/** Google has room for words only beside the whole answer, and shows them to nobody; a display of ours does. */
export interface Explained {
  /** One line for each device that shows nothing: its id, a colon, and why. */
  readonly debugString?: string;
}

/** Result states of GetCameraStream. */
export interface StreamStates {
  readonly online: true;
  readonly cameraStreamProtocol: string;
  readonly cameraStreamAuthToken: string;
  readonly cameraStreamAccessUrl?: string;
  readonly cameraStreamReceiverAppId?: string;
  readonly cameraStreamSignalingUrl?: string;
  /** RTCIceServer[] as a string of JSON. */
  readonly cameraStreamIceServers?: string;
  readonly cameraStreamOffer?: string;
}

export type ExecutedCommand =
  | {
      readonly ids: readonly [string];
      readonly status: 'SUCCESS';
      readonly states: StreamStates;
    }
  | {
      readonly ids: readonly [string];
      readonly status: 'OFFLINE';
      readonly errorCode: string;
      readonly states: { readonly online: false };
    }
  | { readonly ids: readonly [string]; readonly status: 'ERROR'; readonly errorCode: string };

export interface ExecuteAnswer {
  readonly requestId: RequestId;
  readonly payload: Explained & { readonly commands: readonly ExecutedCommand[] };
}

/** DISCONNECT: the empty object is all that is needed, and all that Google's schema allows. */
export type DisconnectAnswer = Readonly<Record<string, never>>;

export interface RefusedAnswer {
  readonly requestId: RequestId;
  readonly payload: {
    readonly errorCode: string;
    readonly debugString: string;
    readonly devices?: readonly [] | Readonly<Record<string, never>>;
  };
}

/** Words the refusal of a whole request (Google's page on errors, whole response level). */
export function refusedAnswer(
  requestId: RequestId,
  intent: Intent | undefined,
  failure: Failure,
): RefusedAnswer {
  const refusal = { errorCode: errorCodeOf(failure.code), debugString: failure.message };
  // SYNC and QUERY answers must have `devices` even if they say that there is no answer.
  if (intent === 'action.devices.SYNC') return { requestId, payload: { ...refusal, devices: [] } };
  if (intent === 'action.devices.QUERY') return { requestId, payload: { ...refusal, devices: {} } };
  return { requestId, payload: refusal };
}
