/** Writes two lines of the log for each viewing: when its first picture leaves, and when it ends. */
import type { AccountId, GrantId } from '../../identity/ids.ts';
import type { DeliveryFacts, Recorder } from '../partitions/recorder.ts';

/** What is written about one viewing; ids only. */
export interface ViewingLines {
  info(fields: object, message: string): void;
}

export interface ViewingLogOptions {
  readonly log: ViewingLines;
  /** Returns the OAuth client of an account's linking, by which one kind of display is told from another. */
  readonly clientOf: (account: AccountId, grant: GrantId) => Promise<string | undefined>;
  /** Monotonic milliseconds. */
  readonly clock: () => number;
}

const idsOf = ({ id: session, account, grant, device, protocol }: DeliveryFacts) => ({
  session,
  account,
  grant,
  device,
  protocol,
});

/**
 * Wraps `recorder`, and also logs each viewing: who (account and linking), what (device), how (the linking's
 * client, the protocol), and at its end for how long, how much, and why it ended. A session of which no
 * picture was fetched is no viewing.
 */
export function logViewings(
  recorder: Recorder,
  { log, clientOf, clock }: ViewingLogOptions,
): Recorder {
  /** If the store cannot say, the line goes without it. */
  async function kindOf({ account, grant }: DeliveryFacts): Promise<{ client?: string }> {
    const client = grant && (await clientOf(account, grant).catch(() => undefined));
    return client === undefined ? {} : { client };
  }

  return {
    ready: () => recorder.ready(),
    refused: (event) => recorder.refused(event),
    noted: (note) => recorder.noted(note),
    begin(facts) {
      const delivery = recorder.begin(facts);
      const ids = idsOf(facts);
      let bytes = 0;
      let units = 0;
      let isOver = false;
      let began: { readonly at: number; readonly logged: Promise<void> } | undefined;
      return {
        add(more, moreUnits) {
          delivery.add(more, moreUnits);
          bytes += more;
          units += moreUnits;
          if (began !== undefined || moreUnits === 0) return;
          const logged = kindOf(facts).then((kind) =>
            log.info({ ...ids, ...kind }, 'a viewing began'),
          );
          began = { at: clock(), logged };
        },
        answered: (lines) => delivery.answered(lines),
        end(reason) {
          delivery.end(reason);
          // Deliveries that were under way as it ended are reported again.
          if (began === undefined || isOver) return;
          isOver = true;
          const ms = Math.round(clock() - began.at);
          const totals = { ...ids, reason, ms, bytes, units };
          // Behind the line of its beginning, which may wait for the store.
          void began.logged.then(() => log.info(totals, 'a viewing ended'));
        },
      };
    },
  };
}
