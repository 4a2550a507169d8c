/** Checks a camera whose row has just been written, and says what was found on standard error. */
import type { CheckedCamera } from '../../pictures/cameras/check/steps.ts';
import type { DeviceId } from '../../identity/ids.ts';
import { findLookAlikes } from '../../wall/operator/look-alikes.ts';
import { createOriginRegister } from '../../wall/operator/origin-register.ts';
import { pinReading } from '../../pictures/cameras/origin/old-pin.ts';
import { agrees, canAsk } from '../ask.ts';
import type { Context } from '../context.ts';
import type { CommonOptions, Data } from '../leaf.ts';
import { factLines, stepLine } from './check-words.ts';
import {
  afterSteps,
  basicWarning,
  inUrlWarning,
  type Finding,
  findingWords,
  isOfItsUrl,
  type Line,
  said,
  sentInUrl,
  sentUnproven,
} from './finding-words.ts';
import { runCheck } from './run-check.ts';
import { keysLine, lookAlikeLines } from './warnings.ts';

interface TryOptions extends CommonOptions {
  /** `--no-check` comes as false. */
  readonly check: boolean;
}

const optionOf: Readonly<Record<Line, string>> = {
  stream: '--rtsp',
  still: '--still',
  onvif: '--onvif',
};
const notCompared = (): readonly string[] => [
  'It could not be compared with the cameras of other accounts now. Those that are like it stand in casement camera list.',
];

/** Returns what was found, for `--json`; null if nobody was asked. Never rejects: the row is written. */
export async function tryCamera(
  context: Context,
  data: Data,
  device: DeviceId,
  options: TryOptions,
) {
  if (!options.check) return null;
  const say = (line: string): void => void context.stderr.write(`${line}\n`);
  try {
    return await checkDevice(context, data, device, options, say);
  } catch {
    say('The camera could not be tried. It is bound at its first good connection.');
    return null;
  }
}

/**
 * Checks the camera of a row: passes each step to `say` as it comes, then what was found and what to do. It
 * asks about a key that the camera signs itself if somebody is there.
 */
export async function checkDevice(
  context: Context,
  data: Data,
  device: DeviceId,
  options: CommonOptions,
  say: (line: string) => void,
  isNew = true,
) {
  say('Trying the camera …');
  let checked = await checkOnce(data, device, say, isNew);
  if (checked === undefined) return null;
  if (await confirmed(context, data, device, unconfirmed(checked.findings))) {
    checked = await checkOnce(data, device, say, isNew);
  }
  if (checked === undefined) return null;
  const { findings } = checked;
  const command = (key: string): string =>
    `casement camera confirm ${device} --key ${key}${dataDir(options)}`;
  for (const key of unconfirmed(findings)) say(`To confirm it: ${command(key)}`);
  if (findings.some(isOfItsUrl)) {
    // All of its URLs are given anew: one that is left out is there no more.
    const urls = findings.map(({ line }) => ` ${optionOf[line]} -`).join('');
    say(`To correct it: casement camera source ${device}${urls}${dataDir(options)}`);
  }
  for (const finding of findings.filter(sentUnproven)) {
    say(said(finding.line, basicWarning, findings));
  }
  for (const finding of findings.filter(sentInUrl)) {
    say(said(finding.line, inUrlWarning, findings));
  }
  for (const line of await elsewhere(data, device).catch(notCompared)) say(line);
  return shown(checked, findings, command);
}

interface Checked extends CheckedCamera {
  readonly findings: readonly Finding[];
}

async function checkOnce(
  data: Data,
  device: DeviceId,
  say: (line: string) => void,
  isNew: boolean,
): Promise<Checked | undefined> {
  const checked = await runCheck(data, { device }, (step) => say(stepLine(step)));
  if ('why' in checked) {
    say(`The camera was not tried: ${checked.why}`);
    return undefined;
  }
  const { findings, facts } = await findingsOf(data, device, checked);
  for (const line of factLines({ facts })) say(line);
  for (const finding of findings) {
    const text =
      finding.line === 'stream' ? afterSteps(finding, isNew) : findingWords(finding, isNew);
    if (text !== undefined) say(said(finding.line, text, findings));
  }
  return { ...checked, findings, facts };
}

/**
 * Returns findings for each of its URLs, the stream first. For one that was open already, what is bound
 * stands for what was seen.
 */
async function findingsOf(
  { store, ring }: Data,
  device: DeviceId,
  checked: CheckedCamera,
): Promise<Pick<Checked, 'findings' | 'facts'>> {
  const origins = (await createOriginRegister(store, ring).of([device])).get(device) ?? [];
  const findings = origins.flatMap(({ line, bound, key, scheme }) => {
    const found = checked[line];
    if (found === undefined) return [];
    const known = checked.wasOpen ? { ...(key && { key }), ...(scheme && { scheme }) } : {};
    return [{ ...known, ...found, line, bound }];
  });
  const { facts } = checked;
  const bound = origins.find(({ line }) => line === 'stream')?.transport ?? null;
  return { findings, facts: facts && { ...facts, transport: facts.transport ?? bound } };
}

/** Keys that wait for the operator's word, each once. */
function unconfirmed(findings: readonly Finding[]): readonly string[] {
  const keys = findings.flatMap(({ reason, key }) =>
    reason?.code === 'certificate' && key !== undefined ? [key.fingerprint] : [],
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
    // A question must not be mistaken: with several keys each is named.
    const question = `Is ${keys.length === 1 ? 'that' : key} the key of this camera?`;
    if (canAsk(context) && (await agrees(context, question))) {
      await register.confirmKey(device, key);
      any = true;
    }
  }
  return any;
}

/** Returns other owners' cameras that may be the same one. */
async function elsewhere({ store, ring, register }: Data, device: DeviceId) {
  const { ownerDevice } = await register.device(device);
  const parts = { store, ring, reading: pinReading };
  const { groups, keysLeftOut } = await findLookAlikes(parts, [device]);
  return [...lookAlikeLines(groups, ownerDevice), ...keysLine(keysLeftOut)];
}

/** Returns the stream as one object; the other URLs in it, null if there are none. */
function shown(
  { failed, facts, wasOpen }: CheckedCamera,
  findings: readonly Finding[],
  command: (key: string) => string,
) {
  const of = (wanted: Line) => {
    const finding = findings.find(({ line }) => line === wanted);
    if (finding === undefined) return null;
    const { reason, bound, key, scheme } = finding;
    const isOpen = reason?.code === 'certificate' && key !== undefined;
    const confirm = isOpen ? command(key.fingerprint) : null;
    const found = reason === null ? ('answers' as const) : reason.code;
    return { found, bound, key: key ?? null, authentication: scheme ?? null, confirm };
  };
  const plays = failed === null;
  return {
    ...of('stream'),
    plays,
    failed,
    stream: facts,
    wasOpen,
    still: of('still'),
    onvif: of('onvif'),
  };
}

/** Returns the data folder, if it was named, in a form that a shell reads. */
function dataDir({ dataDir: folder }: CommonOptions): string {
  return folder === undefined ? '' : ` --data-dir '${folder.replaceAll("'", String.raw`'\''`)}'`;
}
