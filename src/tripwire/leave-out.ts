/**
 * Keeps out of the delivery record what canaries are shown of their own cameras: it concerns nobody, and
 * would be most of the record of a bridge that nobody watches. Everything else that they are shown, and every
 * foreign picture that was stopped on its way to one, stands in it.
 */
import { noRecord, type DeliveryFacts, type Recorder } from '../wall/partitions/recorder.ts';

/** Returns `recorder`, without the sessions that `isOwn` says are canaries' own. */
export function leaveOut(
  recorder: Recorder,
  isOwn: (facts: Pick<DeliveryFacts, 'account' | 'stamp'>) => boolean,
): Recorder {
  return {
    ready: () => recorder.ready(),
    begin: (facts) => (isOwn(facts) ? noRecord : recorder).begin(facts),
    refused: (event) => recorder.refused(event),
    noted: (note) => (isOwn(note) ? noRecord : recorder).noted(note),
  };
}
