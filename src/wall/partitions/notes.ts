/**
 * What the record says of a session beside its beginning and its end: that its ticket was used from another
 * place, and that its display connected anew. Each is noted so many times, and then once that more came: a
 * ticket that went round must not fill the record.
 */

/** How many other places of one session, and how many further connections, are noted one by one. */
export const maxPlaces = 8;
export const maxReconnections = 64;

/** A place is a display's network address, or a keyed hash that stands for it. */
export type News =
  | { readonly what: 'elsewhere'; readonly first: string; readonly from: string }
  | { readonly what: 'reconnected'; readonly from?: string }
  | { readonly what: 'more'; readonly of: 'elsewhere' | 'reconnected' };

export class Notes {
  readonly #report: (news: News) => void;
  #first: string | undefined;
  #last: string | undefined;
  readonly #others = new Set<string>();
  #reconnections = 0;

  constructor(report: (news: News) => void) {
    this.#report = report;
  }

  /** The ticket was used from `place`. */
  from(place: string): void {
    this.#last = place;
    this.#first ??= place;
    const known = place === this.#first || this.#others.has(place);
    if (known || this.#others.size > maxPlaces) return;
    this.#others.add(place);
    if (this.#others.size > maxPlaces) this.#report({ what: 'more', of: 'elsewhere' });
    else this.#report({ what: 'elsewhere', first: this.#first, from: place });
  }

  /** The display has connected before, and does so again. */
  reconnected(): void {
    if (this.#reconnections > maxReconnections) return;
    this.#reconnections += 1;
    if (this.#reconnections > maxReconnections) this.#report({ what: 'more', of: 'reconnected' });
    else
      this.#report({ what: 'reconnected', ...(this.#last !== undefined && { from: this.#last }) });
  }
}
