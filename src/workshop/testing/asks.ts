/** Intent requests as Google words them. */
const requestId = '6894439706274654512';

function ask(intent: string, payload?: object) {
  const input = { intent: `action.devices.${intent}`, ...(payload !== undefined && { payload }) };
  return { requestId, inputs: [input] };
}

export const askSync = () => ask('SYNC');
export const askDisconnect = () => ask('DISCONNECT');
export const askQuery = (...ids: string[]) => ask('QUERY', { devices: ids.map((id) => ({ id })) });
export const askExecute = (...commands: object[]) => ask('EXECUTE', { commands });

/** One GetCameraStream for some devices. */
export function stream(ids: readonly string[], protocols: unknown, toChromecast: unknown = false) {
  const params = { SupportedStreamProtocols: protocols, StreamToChromecast: toChromecast };
  return {
    devices: ids.map((id) => ({ id, customData: { shard: 'a' } })),
    execution: [{ command: 'action.devices.commands.GetCameraStream', params }],
  };
}
