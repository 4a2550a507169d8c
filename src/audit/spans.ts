/** Times with a beginning and, unless they last, an end; both belong to them. Milliseconds since 1970. */

export interface Span {
  readonly from: number;
  readonly to?: number;
}

const endOf = ({ to }: Span): number => to ?? Number.POSITIVE_INFINITY;

/** What two times have in common; undefined where they have nothing. */
export function common(a: Span, b: Span): Span | undefined {
  const from = Math.max(a.from, b.from);
  const to = Math.min(endOf(a), endOf(b));
  if (from > to) return undefined;
  return to === Number.POSITIVE_INFINITY ? { from } : { from, to };
}

/** Whether there is a moment that belongs to both. */
export function meet(a: Span, b: Span): boolean {
  return common(a, b) !== undefined;
}
