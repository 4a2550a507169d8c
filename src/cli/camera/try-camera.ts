/** Tries a camera whose row has just been written, and says what was found on standard error. */
import { checkCamera } from '../../cameras/check-camera.ts';
import type { DeviceId } from '../../identity/ids.ts';
import { claimOrigin } from '../../partitions/claim-origin.ts';
import { createClaims } from '../../partitions/claims.ts';
import { findLookAlikes } from '../../partitions/look-alikes.ts';
import { createOriginRegister } from '../../partitions/origin-register.ts';
import { createOrigins } from '../../partitions/origins.ts';
import { createRecogniser } from '../../partitions/pins.ts';
import { resolveHost } from '../../resolve-host.ts';
import { agrees, canAsk } from '../ask.ts';
import type { Context } from '../context.ts';
import type { CommonOptions, Data } from '../leaf.ts';
import { basicWarning, type Finding, findingWords, toldUnproven } from './finding-words.ts';
import { lookAlikeLines } from './warnings.ts';

interface TryOptions extends CommonOptions {
  /** `--no-check` comes as false. */
  readonly check: boolean;
}

const timeoutMs = 5_000;
const nothing = (): void => undefined;

/** What was found, for `--json`; null where nobody was asked. Never rejects: the row is written. */
export async function tryCamera(
  context: Context,
  data: Data,
  device: DeviceId,
  options: TryOptions,
) {
  if (!options.check) return null;
  const say = (line: string): void => void context.stderr.write(`${line}\n`);
  try {
    say(`Trying the camera, for ${timeoutMs / 1_000} seconds at most …`);
    let finding = await check(data, device);
    say(findingWords(finding));
    const { found, key } = finding;
    const confirmation =
      found === 'certificate' && key !== undefined
        ? `casement camera confirm ${device} --key ${key.fingerprint}${dataDir(options)}`
        : undefined;
    if (confirmation !== undefined && key !== undefined) {
      if (canAsk(context) && (await agrees(context, 'Is that the key of this camera?'))) {
        await data.register.confirmKey(device, key.fingerprint);
        finding = await check(data, device);
        say(findingWords(finding));
      } else say(`To confirm it: ${confirmation}`);
    }
    if (toldUnproven(finding)) say(basicWarning);
    for (const line of await elsewhere(data, device)) say(line);
    return shown(finding, confirmation);
  } catch {
    say('The camera could not be tried. It is bound at its first good connection.');
    return null;
  }
}

async function check({ store, ring, register }: Data, device: DeviceId): Promise<Finding> {
  const guardOrigin = createOrigins({
    store,
    ring,
    claim: claimOrigin(createClaims({ store, ring, resolve: resolveHost })),
    // The operator is told here.
    onRefused: nothing,
    now: Date.now,
  });
  const { recognise } = createRecogniser({ store, alarm: nothing, warn: nothing, now: Date.now });
  const checked = await checkCamera(await register.address(device), {
    guardOrigin,
    recognise,
    timeoutMs,
  });
  const lines = (await createOriginRegister(store, ring).list()).get(device) ?? [];
  return { ...checked, bound: lines.some(({ line, bound }) => line === 'stream' && bound) };
}

/** Other owners' cameras that may be the same one. */
async function elsewhere({ store, ring, register }: Data, device: DeviceId) {
  const { ownerDevice } = await register.device(device);
  const groups = await findLookAlikes(store, ring);
  return lookAlikeLines(groups.filter(({ devices }) => devices.some((one) => one === ownerDevice)));
}

function shown({ found, bound, key, scheme }: Finding, confirmation: string | undefined) {
  const confirm = found === 'certificate' ? (confirmation ?? null) : null;
  return { found, bound, key: key ?? null, authentication: scheme ?? null, confirm };
}

/** The data folder, where it was named, in a form that a shell reads. */
function dataDir({ dataDir: folder }: CommonOptions): string {
  return folder === undefined ? '' : ` --data-dir '${folder.replaceAll("'", String.raw`'\''`)}'`;
}
