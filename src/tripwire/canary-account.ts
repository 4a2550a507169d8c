/** How a canary's account is known in the store: by an address that no mail ever reaches (RFC 2606). */
import { canaryDomain as domain } from '../storage/canaries.ts';
import type { CanaryName } from './canary-watermark.ts';

/** Returns the e-mail address of a canary. */
export function canaryEmail(name: CanaryName): string {
  return `canary-${name}@${domain}`;
}

/** Whether an address belongs to the canaries; nobody else may have one of that domain. */
export function isCanaryEmail(email: string): boolean {
  return email.endsWith(`@${domain}`);
}
