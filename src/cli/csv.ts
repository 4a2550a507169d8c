/** Comma-separated values (RFC 4180), fit for a spreadsheet. */

/** A cell beginning like this is a formula to a spreadsheet, whoever wrote the name in it. */
const formula = /^[=+\-@\t\r]/;

function cell(text: string): string {
  const harmless = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Without an end of line at its end. */
export function csv(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, ...rows].map((line) => line.map(cell).join(',')).join('\r\n');
}
