/** Finds a running session for a request, as long as it stands. */
import { Failure } from '../../common/failures.ts';
import type { Proof } from '../../identity/proof.ts';
import type { LearnAnswers } from './answered.ts';
import { momentOf, type LeaseTerms } from './lease.ts';
import type { NamedSession, SessionEnd } from './partition.ts';
import type { LiveSession } from './session.ts';
import type { Sessions } from './sessions.ts';
import type { Validity } from './validity.ts';

export interface FindSessionParts {
  readonly sessions: Sessions;
  readonly validity: Pick<Validity, 'reasonToEnd'>;
  /** Learns what answers at a session's camera. */
  readonly learn: LearnAnswers;
  readonly lease: LeaseTerms;
}

/** The log says for what reason; whoever asked learns nothing. */
function noSuchStream(reason?: SessionEnd): Failure {
  if (reason === undefined) return new Failure('not-found', 'no such stream');
  const code = reason === 'revoked' ? 'unauthenticated' : 'stream-ended';
  return new Failure('not-found', 'no such stream', { cause: new Failure(code, reason) });
}

/**
 * Returns the session that `named` describes, of the account and the grant of `proof`. While its lease runs, nobody is
 * asked; else the map is, and the lease is renewed.
 * @throws Failure `not-found` if there is none, it does not stand any more, or anything named is not so; `storage-down`
 * if it cannot be asked.
 */
export async function findSession(
  proof: Proof,
  named: NamedSession,
  { sessions, validity, learn, lease }: FindSessionParts,
): Promise<LiveSession> {
  const found = sessions.find(proof.account, named.session);
  const fits =
    found !== undefined &&
    found.grant === proof.grant &&
    found.device === named.device &&
    found.protocol === named.protocol;
  if (!fits) throw noSuchStream();
  // Before the map is looked at: what the record names must be what is then found to stand.
  if (found.unanswered) await learn(found);
  else if (found.isLeased) return found;
  const lookedAt = momentOf(lease);
  const reasonToEnd = await validity.reasonToEnd(found);
  if (reasonToEnd !== undefined) {
    found.end(reasonToEnd);
    throw noSuchStream(reasonToEnd);
  }
  found.lease(lookedAt);
  return found;
}
