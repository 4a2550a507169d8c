/** What a camera says it can send, in answer to DESCRIBE (RFC 2326 §C.1). */
import { type Description, parseDeclaration } from '../../media/sdp/declarative.ts';
import { RtspFault } from './fault.ts';

/** Reads its SDP. @throws RtspFault `malformed` if it is none */
export function parseSdp(text: string): Description {
  const description = parseDeclaration(text);
  if (description === undefined) throw new RtspFault('malformed');
  return description;
}

/** a=control against its base, as cameras mean it: appended, not resolved (RFC 2326 §C.1.1). */
export function controlUri(base: string, control: string): string {
  if (control === '' || control === '*') return base;
  if (/^rtsps?:\/\//i.test(control)) return control;
  return `${base}${base.endsWith('/') ? '' : '/'}${control.replace(/^\//, '')}`;
}
