/** What the running bridge knows of each camera: that it plays, or why it shows nothing. */
import { reasonWords, showsHow } from '../../pictures/cameras/reason-words.ts';
import { type Reason, reasonCodes } from '../../pictures/cameras/reason.ts';
import { askFolder } from '../../bridge/control/ask-folder.ts';
import {
  type DeviceCondition,
  type LineCondition,
  mostDevices,
} from '../../bridge/control/messages.ts';
import type { DeviceId } from '../../identity/ids.ts';
import { partsOf } from '../../storage/page.ts';

/**
 * Returns what is known of the cameras of these devices, keyed by them; undefined if no bridge runs on the folder, or it
 * does not answer.
 */
export async function askConditions(
  folder: string,
  devices: readonly DeviceId[],
): Promise<ReadonlyMap<string, DeviceCondition> | undefined> {
  const found = new Map<string, DeviceCondition>();
  // Where there are none to ask about it is still asked whether a bridge answers.
  const parts = devices.length === 0 ? [[]] : partsOf(devices, mostDevices);
  for (const part of parts) {
    const reply = await askFolder(folder, { ask: 'conditions', devices: [...part] });
    if (reply?.reply !== 'conditions') return undefined;
    for (const one of reply.devices) found.set(one.device, one);
  }
  return found;
}

/** Returns a reason as this version knows it: the bridge may be a later one. */
function known(reason: NonNullable<DeviceCondition['reason']>): Reason | undefined {
  const { code, seconds = 0, status = 0 } = reason;
  const found = reasonCodes.find((one) => one === code);
  if (found === undefined) return undefined;
  if (found === 'no-key-picture') return { code: found, seconds };
  return found === 'status' ? { code: found, status } : { code: found };
}

const minute = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16)}Z`;

/** Returns the cell of a listing; `runs`: whether a bridge runs on the folder. */
export function stateWord(
  conditions: ReadonlyMap<string, DeviceCondition> | undefined,
  device: DeviceId,
  runs: boolean,
): string {
  if (conditions === undefined) {
    return `bridge ${runs ? 'does not answer' : 'not running'}: unknown`;
  }
  const found = conditions.get(device);
  if (found === undefined) return 'not asked yet';
  return `${found.reason?.code ?? 'plays'} since ${minute(found.since)}`;
}

/** For `--json`; null if nothing is known. */
export function shownState(
  conditions: ReadonlyMap<string, DeviceCondition> | undefined,
  device: DeviceId,
) {
  return shownLine(conditions?.get(device));
}

/** Returns the same for its own still (`still`) or its ONVIF service (`onvif`); null if that was not asked. */
export function shownOther(
  conditions: ReadonlyMap<string, DeviceCondition> | undefined,
  device: DeviceId,
  line: 'still' | 'onvif',
) {
  const found = shownLine(conditions?.get(device)?.[line]);
  return found?.reason === 'plays' ? { ...found, reason: 'answers' } : found;
}

function shownLine(found: LineCondition | undefined) {
  if (found === undefined) return null;
  const since = new Date(found.since).toISOString();
  if (found.reason === null) return { reason: 'plays', since };
  const { code, ...besides } = found.reason;
  return { reason: code, ...besides, since, ...words(known(found.reason)) };
}

function words(reason: Reason | undefined) {
  if (reason === undefined) return {};
  const { what, mend } = reasonWords(reason);
  return { what, mend };
}

const wrongs = {
  stream: showsHow,
  still: () => 'gives no still of its own',
  onvif: () => 'does not say over ONVIF which camera it is',
};

/**
 * Returns one line for each of an owner's cameras that shows nothing, gives no still or is silent over ONVIF,
 * with what mends it.
 */
export function conditionLines(
  conditions: ReadonlyMap<string, DeviceCondition> | undefined,
  devices: readonly { readonly device: DeviceId; readonly role: 'owner' | 'viewer' }[],
): readonly string[] {
  return devices.flatMap(({ device, role }) => {
    const condition = role === 'owner' ? conditions?.get(device) : undefined;
    const lines = { stream: condition, still: condition?.still, onvif: condition?.onvif };
    return (['stream', 'still', 'onvif'] as const).flatMap((line) => {
      const reason = lines[line]?.reason;
      const found = reason ? known(reason) : undefined;
      if (found === undefined) return [];
      const { what, mend } = reasonWords(found);
      return [`${device} ${wrongs[line](found)}: ${what} ${mend}`];
    });
  });
}
