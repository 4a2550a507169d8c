/** Slips: sessions in which another camera answered than the one that was meant, and whose it was. */
import { groupBy } from '../../common/group-by.ts';
import type { AccountId, CameraId } from '../../identity/ids.ts';
import type { EntrySpan } from '../../storage/history.ts';
import type { OtherAnswers } from './answering.ts';
import { meet } from './spans.ts';
import type { Delivered } from './summary.ts';

/** A session in which another camera answered than the one that was meant. */
export interface ShownElsewhere {
  readonly session: Delivered;
  /** Whose cameras answered. */
  readonly of: readonly AccountId[];
  /** Whose cameras cannot be told from what answered. */
  readonly maybeOf: readonly AccountId[];
}

/**
 * Returns the slips among `sessions`. Whose a camera was is what the map said at that time or, if nobody had
 * it then, at any other.
 */
export function slipsIn(
  sessions: readonly Delivered[],
  answers: (session: Delivered) => OtherAnswers,
  entries: readonly EntrySpan[],
): readonly ShownElsewhere[] {
  const entriesOf = groupBy(entries, ({ camera }) => camera);
  return sessions.flatMap((session): readonly ShownElsewhere[] => {
    const { certain, possible } = answers(session);
    const owners = (cameras: ReadonlySet<CameraId>): ReadonlySet<AccountId> => {
      const found = [...cameras].flatMap((camera) => {
        const all = entriesOf.get(camera) ?? [];
        const during = all.filter((one) => meet(one, session));
        // A wrong address may have been watched before the right account had its camera added.
        return during.length === 0 ? all : during;
      });
      return new Set(found.map(({ account }) => account));
    };
    const of = [...owners(certain)].filter((account) => account !== session.account);
    const maybeOf = [...owners(possible)].filter(
      (account) => account !== session.account && !of.includes(account),
    );
    return of.length + maybeOf.length === 0 ? [] : [{ session, of, maybeOf }];
  });
}
