/** Which failures are one device's own, and which are the whole request's. */
import { Failure, type FailureCode, isOfCamera } from '../../../common/failures.ts';
import type { Explained } from './answers.ts';

const ofTheRequest: ReadonlySet<FailureCode> = new Set(['storage-down', 'unauthenticated']);

/**
 * The failure of one device among others. A failure that is not the device's own (storage cannot be
 * asked, the grant was revoked meanwhile) is thrown on: it is answered for the whole request.
 * Anything unexpected is told to `report` and becomes `internal`.
 */
export function deviceFailure(error: unknown, report: (error: unknown) => void): Failure {
  if (error instanceof Failure) {
    if (ofTheRequest.has(error.code)) throw error;
    return error;
  }
  report(error);
  return new Failure('internal', 'the device could not be asked');
}

/** More devices than these of one request are not explained. */
const mostExplained = 20;

/** Gathers, for one request, why its devices show nothing. */
export function createExplanation() {
  const lines: string[] = [];
  return {
    add(id: string, { code, message }: Failure): void {
      if (isOfCamera(code) && lines.length < mostExplained) lines.push(`${id}: ${message}`);
    },
    said: (): Explained => (lines.length === 0 ? {} : { debugString: lines.join('\n') }),
  };
}
