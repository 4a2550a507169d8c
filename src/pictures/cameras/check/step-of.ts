/** The step at which a check fails, by its reason and by how far it came. */
import type { ReasonCode } from '../reason.ts';
import { type StepName, stepNames } from './steps.ts';

/** Reasons that belong to one step only. The others belong to the step that was next. */
const ofReason: Partial<Readonly<Record<ReasonCode, StepName>>> = {
  'bad-address': 'name',
  'name-not-found': 'name',
  'name-unanswered': 'name',
  'no-route': 'connect',
  refused: 'connect',
  'new-address': 'connect',
  'other-owner': 'connect',
  certificate: 'key',
  expired: 'key',
  'other-key': 'key',
  'tls-too-old': 'key',
  'tls-failed': 'key',
  'wrong-password': 'log-in',
  'password-missing': 'log-in',
  'other-log-in': 'log-in',
  'weaker-log-in': 'log-in',
  'no-such-stream': 'describe',
  'led-elsewhere': 'describe',
  'only-h265': 'describe',
  'only-mjpeg': 'describe',
  'no-video': 'describe',
  'another-camera': 'recognise',
  unverified: 'recognise',
  'same-serial': 'recognise',
  'onvif-silent': 'recognise',
  'onvif-password': 'recognise',
  'onvif-refused': 'recognise',
  'no-transport': 'set-up',
  'not-yet-bound': 'bind',
  silent: 'packets',
  'no-key-picture': 'key-picture',
  damaged: 'key-picture',
};

/** Only a reason of its own makes one of these fail. */
const byReasonOnly: ReadonlySet<StepName> = new Set(['open', 'log-in', 'recognise', 'bind']);

/** `last`: the last step that went well; `secure`: over TLS. */
export function stepOf(code: ReasonCode, last: StepName | undefined, secure: boolean): StepName {
  const next = stepNames.filter((name) => !byReasonOnly.has(name) && (secure || name !== 'key'));
  const at = last === undefined ? -1 : stepNames.indexOf(last);
  const following = next.find((name) => stepNames.indexOf(name) > at) ?? 'key-picture';
  const own = ofReason[code] ?? following;
  // For a camera that is open already, it begins with `bind`: what was before that was not seen.
  const wentWell = last !== 'bind' && stepNames.indexOf(own) <= at;
  // Nothing at the path of what was described, and nothing after the first packets.
  if (wentWell && own === 'describe') return following;
  return wentWell && own === 'packets' ? 'key-picture' : own;
}
