/** Plain columns, two spaces apart, as wide as their widest cell. */

// Counted in code points, so that an accent or a sign beyond the basic plane is one column.
const width = (text: string): number => Array.from(text.normalize('NFC')).length;

/** `none` is printed instead when there is no row. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  none: string,
): string {
  if (rows.length === 0) return none;
  const lines = [head, ...rows];
  const widths = head.map((_, column) =>
    Math.max(...lines.map((line) => width(line[column] ?? ''))),
  );
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - width(cell)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
