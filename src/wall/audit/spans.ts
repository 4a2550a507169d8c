/** Times with a beginning and, unless they last, an end; both belong to them. Milliseconds since 1970. */

export interface Span {
  readonly from: number;
  readonly to?: number;
}

const endOf = ({ to }: Span): number => to ?? Number.POSITIVE_INFINITY;

/** Returns what two times have in common; undefined if nothing. */
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

/** Joins times that touch or overlap. */
export function joined(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last === undefined || !meet(last, span)) result.push(span);
    else if (last.to !== undefined && (span.to === undefined || span.to > last.to)) {
      result.splice(-1, 1, { ...span, from: last.from });
    }
  }
  return result;
}
