/** Which failures are one device's own, and which are the whole request's. */
import { Failure, type FailureCode } from '../../common/failures.ts';

const ofTheRequest: ReadonlySet<FailureCode> = new Set(['storage-down', 'unauthenticated']);

/**
 * Returns the failure of one device among others. A failure that is not the device's own (storage cannot be
 * asked, the grant was revoked meanwhile) is thrown on: it is answered for the whole request. Anything
 * unexpected is passed to `report` and becomes `internal`.
 */
export function deviceFailure(error: unknown, report: (error: unknown) => void): Failure {
  if (error instanceof Failure) {
    if (ofTheRequest.has(error.code)) throw error;
    return error;
  }
  report(error);
  return new Failure('internal', 'the device could not be asked');
}
