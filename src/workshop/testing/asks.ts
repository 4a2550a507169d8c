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

export const askSync = () => ask('SYNC');
export const askDisconnect = () => ask('DISCONNECT');
export const askQuery = (...ids: string[]) => ask('QUERY', queryPayload(ids));
export const askExecute = (...commands: object[]) => ask('EXECUTE', { commands });

/** One GetCameraStream for some devices, with what Google keeps of them. */
export const stream = (ids: readonly string[], protocols: unknown, toChromecast?: unknown) =>
  streamCommand(
    ids.map((id) => ({ id, customData: { shard: 'a' } })),
    protocols,
    toChromecast,
  );
