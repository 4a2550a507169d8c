/** The recorder that the wall uses: sessions go in, lines come out. */
import type { Delivery, DeliveryFacts, Recorder } from '../partitions/recorder.ts';
import { isoTime, type LineBody } from './lines.ts';
import type { Running } from './running-files.ts';

export interface DeliveriesOptions {
  readonly append: (body: LineBody) => void;
  readonly ready: () => void;
  readonly build: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface Deliveries extends Recorder {
  /** Returns the totals of what runs now. */
  running(): Running;
  /** Returns the lines with which a new file begins. */
  carryOver(): readonly LineBody[];
}

/** Plain fields and no allocation, because `add` is called for every packet of every display. */
class Page {
  facts: ReturnType<typeof factsOf>;
  readonly from: number;
  to: number;
  bytes = 0;
  units = 0;

  constructor(facts: ReturnType<typeof factsOf>, from: number) {
    this.facts = facts;
    this.from = from;
    this.to = from;
  }

  totals() {
    const { bytes, units } = this;
    return { from: isoTime(this.from), to: isoTime(this.to), bytes, units };
  }
}

function factsOf(facts: DeliveryFacts, build: string) {
  const { id: session, account, grant, device, model, protocol, address } = facts;
  const { camera, epoch } = facts.stamp;
  const { answered } = facts;
  return {
    session,
    account,
    ...(grant !== undefined && { grant }),
    device,
    camera,
    epoch,
    ...(model !== undefined && { model }),
    protocol,
    ...(answered !== undefined && { answered }),
    ...(address !== undefined && { address }),
    build,
  };
}

/** Returns the recorder. Each line goes to `append` at once; totals come with the session's end. */
export function createDeliveries(options: DeliveriesOptions): Deliveries {
  const { append, ready, build, now } = options;
  const pages = new Set<Page>();
  return {
    ready,
    begin(facts): Delivery {
      const page = new Page(factsOf(facts, build), now());
      pages.add(page);
      append({ kind: 'opened', ...page.facts });
      return {
        add(bytes, units) {
          page.bytes += bytes;
          page.units += units;
          page.to = Math.max(page.from, now());
        },
        answered(answered) {
          if (!pages.has(page)) return;
          page.facts = { ...page.facts, answered };
          const { session, account, grant, device } = page.facts;
          const who = { session, account, ...(grant !== undefined && { grant }), device, build };
          append({ kind: 'answered', ...who, answered });
        },
        end(reason) {
          if (!pages.delete(page)) return;
          append({ kind: 'ended', ...page.facts, ...page.totals(), reason });
        },
      };
    },
    refused({ account, grant, session, device, expected, found }) {
      const who = { session, account, ...(grant !== undefined && { grant }), device };
      append({ kind: 'refused', ...who, expected, found, build });
    },
    noted({ account, grant, session, device, stamp: _stamp, ...news }) {
      const who = { session, account, ...(grant !== undefined && { grant }), device, build };
      if (news.what === 'elsewhere') {
        const { what: kind, first, from } = news;
        append({ kind, ...who, first, from });
      } else if (news.what === 'reconnected') {
        const { what: kind, from } = news;
        append({ kind, ...who, ...(from !== undefined && { from }) });
      } else append({ kind: news.what, ...who, of: news.of });
    },
    running: () =>
      Object.fromEntries(
        Array.from(pages, ({ facts, bytes, units, to }) => [facts.session, [bytes, units, to]]),
      ),
    carryOver: () =>
      Array.from(pages, (page) => ({ kind: 'continued', ...page.facts, ...page.totals() })),
  };
}
