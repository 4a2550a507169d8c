/** What makes the revision grow. Released steps are built of this text: it is never changed. */

/** Triggers that count every change of `tables` in the revision. */
export function revisionTriggers(tables: readonly string[]): string {
  return tables
    .flatMap((table) =>
      (['INSERT', 'UPDATE', 'DELETE'] as const).map(
        (change) => `
CREATE TRIGGER ${table}_${change.toLowerCase()} AFTER ${change} ON ${table} BEGIN
  UPDATE revision SET value = value + 1 WHERE id = 1;
END;`,
      ),
    )
    .join('\n');
}
