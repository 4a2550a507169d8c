/** Intent requests as Google words them, all under one id that tests look for. */
import {
  type IntentName,
  intentRequest,
  queryPayload,
  requestIdOfGoogle,
  streamCommand,
} from '../../simulator/client/intent-request.ts';

const ask = (intent: IntentName, payload?: object) =>
  intentRequest(intent, payload, requestIdOfGoogle);

/** Returns a SYNC. */
export const askSync = () => ask('SYNC');
/** Returns a DISCONNECT. */
export const askDisconnect = () => ask('DISCONNECT');
/** Returns a QUERY of those devices. */
export const askQuery = (...ids: string[]) => ask('QUERY', queryPayload(ids));
/** Returns an EXECUTE of those commands. */
export const askExecute = (...commands: object[]) => ask('EXECUTE', { commands });

/** One GetCameraStream for some devices, with what Google keeps of them. */
export const stream = (ids: readonly string[], protocols: unknown, toChromecast?: unknown) =>
  streamCommand(
    ids.map((id) => ({ id, customData: { shard: 'a' } })),
    protocols,
    toChromecast,
  );
