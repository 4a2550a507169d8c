/** Has a camera checked: by the bridge that runs on the folder, else from here. */
import { checkCamera } from '../../pictures/cameras/check-camera.ts';
import {
  type CheckedCamera,
  checkedSchema,
  stepSchema,
  type TellStep,
} from '../../pictures/cameras/check/steps.ts';
import { askCheck } from '../../bridge/control/ask-check.ts';
import type { DeviceId } from '../../identity/ids.ts';
import { readSource } from '../../wall/partitions/camera-form.ts';
import { claimOrigin } from '../../pictures/cameras/origin/claim-origin.ts';
import { createClaims } from '../../wall/partitions/claims.ts';
import { createOrigins } from '../../pictures/cameras/origin/origins.ts';
import { sourceKinds } from '../../pictures/cameras/kinds.ts';
import { streamForm } from '../../pictures/cameras/stream-form.ts';
import { createRecogniser } from '../../pictures/cameras/origin/pins.ts';
import { holdUnowned } from '../../pictures/cameras/origin/unowned.ts';
import { createSerialClaims } from '../../wall/partitions/serials.ts';
import { createUnowned, type UnownedSource } from '../../wall/operator/unowned.ts';
import { createLookup } from '../../pictures/cameras/lookup.ts';
import { bridgeRuns } from '../act.ts';
import type { Data } from '../leaf.ts';
import { createKnownCameras } from '../../wall/partitions/known-cameras.ts';

/** A camera of a row, or one that stands in none. */
export type Asked = { readonly device: DeviceId } | { readonly source: UnownedSource };

const nothing = (): void => undefined;
const noAnswer =
  'the bridge on this folder does not answer, and may be showing it to somebody on its only connection';

/**
 * Returns what was found, or why it was not tried. Each step is reported as it comes.
 * @throws Failure `bad-request` for what is no URL of a camera, or no key of one
 */
export async function runCheck(
  data: Data,
  asked: Asked,
  tell: TellStep,
): Promise<CheckedCamera | { readonly why: string }> {
  // A text that is no URL of a camera is refused here, as when one is added: no bridge has to be asked.
  if ('source' in asked) readSource({ ...asked.source, alwaysWarm: false }, streamForm);
  if (bridgeRuns(data.folder)) {
    const heard = await askCheck(data.folder, asked, (step) => tell(stepSchema.parse(step)));
    if (heard === undefined || 'why' in heard) return heard ?? { why: noAnswer };
    return checkedSchema.parse(heard.checked);
  }
  return 'device' in asked ? checkRow(data, asked.device, tell) : checkUnowned(data, asked, tell);
}

/** As the bridge would: binds what is not bound yet. */
async function checkRow({ store, ring, register }: Data, device: DeviceId, tell: TellStep) {
  const cameras = createKnownCameras(store, ring, Date.now);
  const { recognise, accepted } = createRecogniser({
    cameras,
    claimSerial: createSerialClaims(store, ring),
    alarm: nothing,
    warn: nothing,
    now: Date.now,
  });
  const guardOrigin = createOrigins({
    cameras,
    claim: claimOrigin(createClaims({ store, ring, resolve: createLookup() })),
    // The operator gets it here.
    onRefused: nothing,
    onAccepted: accepted,
  });
  const learning: Promise<unknown>[] = [];
  const checked = await checkCamera(await register.address(device), {
    guardOrigin,
    recognise,
    tell,
    kinds: sourceKinds(),
    opening: {
      onOneConnection: (address) => void learning.push(register.learnOneConnection(address)),
    },
  });
  await Promise.all(learning);
  return checked;
}

async function checkUnowned(
  { store, ring }: Data,
  { source }: { readonly source: UnownedSource },
  tell: TellStep,
) {
  const unowned = await createUnowned(
    { store, ring, resolve: createLookup(), form: streamForm },
    source,
  );
  return checkCamera(unowned.address, {
    ...holdUnowned(unowned),
    kinds: sourceKinds(),
    tell,
    binds: false,
  });
}
