/** Tries a camera whose row has just been written, and says what was found on standard error. */
import { checkCamera } from '../../cameras/check-camera.ts';
import type { DeviceId } from '../../identity/ids.ts';
import { claimOrigin } from '../../partitions/claim-origin.ts';
import { createClaims } from '../../partitions/claims.ts';
import { findLookAlikes } from '../../partitions/look-alikes.ts';
import { createOriginRegister } from '../../partitions/origin-register.ts';
import { createOrigins } from '../../partitions/origins.ts';
import { createRecogniser } from '../../partitions/pins.ts';
import { createSerialClaims } from '../../partitions/serials.ts';
import { resolveHost } from '../../resolve-host.ts';
import { agrees, canAsk } from '../ask.ts';
import type { Context } from '../context.ts';
import type { CommonOptions, Data } from '../leaf.ts';
import {
  basicWarning,
  inUrlWarning,
  type Finding,
  findingWords,
  isOfItsUrl,
  type Line,
  said,
  toldByUrl,
  toldUnproven,
} from './finding-words.ts';
import { lookAlikeLines } from './warnings.ts';

interface TryOptions extends CommonOptions {
  /** `--no-check` comes as false. */
  readonly check: boolean;
}

const timeoutMs = 5_000;
const optionOf: Readonly<Record<Line, string>> = {
  stream: '--rtsp',
  still: '--still',
  onvif: '--onvif',
};
const notCompared = (): readonly string[] => [
  'It could not be compared with the cameras of other accounts now. Those that are like it stand in casement camera list.',
];
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
    let findings = await check(data, device);
    tell(say, findings);
    const keys = unconfirmed(findings);
    if (await confirmed(context, data, device, keys)) {
      findings = await check(data, device);
      tell(say, findings);
    }
    const command = (key: string): string =>
      `casement camera confirm ${device} --key ${key}${dataDir(options)}`;
    for (const key of unconfirmed(findings)) say(`To confirm it: ${command(key)}`);
    const wrong = findings.filter(isOfItsUrl);
    if (wrong.length > 0) {
      // All of its URLs are given anew: one that is left out is there no more.
      const urls = findings.map(({ line }) => ` ${optionOf[line]} -`).join('');
      say(`To correct it: casement camera source ${device}${urls}${dataDir(options)}`);
    }
    for (const finding of findings.filter(toldUnproven)) {
      say(said(finding.line, basicWarning, findings));
    }
    for (const finding of findings.filter(toldByUrl)) {
      say(said(finding.line, inUrlWarning, findings));
    }
    for (const line of await elsewhere(data, device).catch(notCompared)) say(line);
    return shown(findings, command);
  } catch {
    say('The camera could not be tried. It is bound at its first good connection.');
    return null;
  }
}

function tell(say: (line: string) => void, findings: readonly Finding[]): void {
  for (const finding of findings) say(said(finding.line, findingWords(finding), findings));
}

/** Keys that wait for the operator's word, each once. */
function unconfirmed(findings: readonly Finding[]): readonly string[] {
  const keys = findings.flatMap(({ found, key }) =>
    found === 'certificate' && key !== undefined ? [key.fingerprint] : [],
  );
  return [...new Set(keys)];
}

/** Whether somebody was there to confirm one of them. */
async function confirmed(
  context: Context,
  { register }: Data,
  device: DeviceId,
  keys: readonly string[],
): Promise<boolean> {
  let any = false;
  for (const key of keys) {
    // What is asked for must not be mistaken: with several keys each is named.
    const question = `Is ${keys.length === 1 ? 'that' : key} the key of this camera?`;
    if (canAsk(context) && (await agrees(context, question))) {
      await register.confirmKey(device, key);
      any = true;
    }
  }
  return any;
}

/** Of each of its URLs, the stream first. */
async function check(
  { store, ring, register }: Data,
  device: DeviceId,
): Promise<readonly Finding[]> {
  const { recognise, accepted } = createRecogniser({
    store,
    claimSerial: createSerialClaims(store, ring),
    alarm: nothing,
    warn: nothing,
    now: Date.now,
  });
  const guardOrigin = createOrigins({
    store,
    ring,
    claim: claimOrigin(createClaims({ store, ring, resolve: resolveHost })),
    // The operator is told here.
    onRefused: nothing,
    onAccepted: accepted,
    now: Date.now,
  });
  const checked = await checkCamera(await register.address(device), {
    guardOrigin,
    recognise,
    timeoutMs,
  });
  const origins = (await createOriginRegister(store, ring).list()).get(device) ?? [];
  return origins.flatMap(({ line, bound }) => {
    const found = checked[line];
    return found === undefined ? [] : [{ ...found, line, bound }];
  });
}

/** Other owners' cameras that may be the same one. */
async function elsewhere({ store, ring, register }: Data, device: DeviceId) {
  const { ownerDevice } = await register.device(device);
  const groups = await findLookAlikes(store, ring);
  const own = groups.filter(({ devices }) => devices.some((one) => one === ownerDevice));
  return lookAlikeLines(own, ownerDevice);
}

/** The stream as one object; the other URLs in it, null where there are none. */
function shown(findings: readonly Finding[], command: (key: string) => string) {
  const of = (wanted: Line) => {
    const finding = findings.find(({ line }) => line === wanted);
    if (finding === undefined) return null;
    const { found, bound, key, scheme } = finding;
    const confirm = found === 'certificate' && key !== undefined ? command(key.fingerprint) : null;
    return { found, bound, key: key ?? null, authentication: scheme ?? null, confirm };
  };
  return { ...of('stream'), still: of('still'), onvif: of('onvif') };
}

/** The data folder, where it was named, in a form that a shell reads. */
function dataDir({ dataDir: folder }: CommonOptions): string {
  return folder === undefined ? '' : ` --data-dir '${folder.replaceAll("'", String.raw`'\''`)}'`;
}
