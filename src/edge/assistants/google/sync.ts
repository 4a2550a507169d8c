/** SYNC: which devices this account has. */
import type { Device, Partition } from '../../../wall/partitions/partition.ts';
import type { SyncAnswer, SyncDevice } from './wording/answers.ts';
import type { RequestId } from './intents.ts';

const types = {
  camera: 'action.devices.types.CAMERA',
  doorbell: 'action.devices.types.DOORBELL',
} as const;

// A doorbell's ObjectDetection trait is a promise of notifications, and `willReportState` one of
// state reports. Neither is made before it can be kept.
const traits = Object.freeze(['action.devices.traits.CameraStream']);

type Texts = Readonly<Record<string, string>>;

/** Returns those of `fields` that have a value; undefined if none has. */
function present(fields: Readonly<Record<string, string | undefined>>): Texts | undefined {
  const kept = Object.entries(fields).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function describe<P>(device: Device<P>, protocols: readonly string[]): SyncDevice {
  const { id, kind, name, nicknames, room, manufacturer, model, hwVersion, swVersion } = device;
  const product = [manufacturer, model].filter(Boolean).join(' ');
  const deviceInfo = present({ manufacturer, model, hwVersion, swVersion });
  return {
    id,
    type: types[kind],
    traits,
    name: {
      // At most 60 characters (the wall's camera-form.ts): Google cuts longer names off without a word.
      name,
      ...(product !== '' && { defaultNames: [product] }),
      ...(nicknames.length > 0 && { nicknames }),
    },
    willReportState: false,
    ...(room !== undefined && room !== '' && { roomHint: room }),
    ...(deviceInfo !== undefined && { deviceInfo }),
    attributes: {
      cameraStreamSupportedProtocols: protocols,
      // Without a token of ours Google would hand the account's own access token to the display.
      cameraStreamNeedAuthToken: true,
    },
  };
}

/** Answers SYNC. `protocols` are in the order in which they are preferred. */
export async function sync<P>(
  partition: Partition<P>,
  requestId: RequestId,
  protocols: readonly string[],
): Promise<SyncAnswer> {
  const devices = await partition.devices();
  return {
    requestId,
    payload: {
      agentUserId: partition.account,
      devices: devices.map((device) => describe(device, protocols)),
    },
  };
}
