/** Plain columns, two spaces apart, as wide as their widest cell. */

// Counted in code points, so that an accent or a sign beyond the basic plane is one column.
const width = (text: string): number => Array.from(text.normalize('NFC')).length;

/** Columns of which the rows come one after the other: all are measured before the first is laid out. */
export interface Columns {
  measure(row: readonly string[]): void;
  /** Returns a row as a line. */
  line(row: readonly string[]): string;
}

/** Returns columns that are as wide as their heads. */
export function columnsOf(head: readonly string[]): Columns {
  const widths = head.map(width);
  return {
    measure(row) {
      for (const [column, most] of widths.entries()) {
        widths[column] = Math.max(most, width(row[column] ?? ''));
      }
    },
    line: (row) =>
      row
        .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - width(cell))))
        .join('  ')
        .trimEnd(),
  };
}

/** `none` is printed instead when there is no row. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  none: string,
): string {
  if (rows.length === 0) return none;
  const columns = columnsOf(head);
  for (const row of rows) columns.measure(row);
  return [head, ...rows].map((row) => columns.line(row)).join('\n');
}
