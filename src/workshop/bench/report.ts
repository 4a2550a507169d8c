/** What a part of the bench found, and how it is written down. */

export interface Table {
  readonly title: string;
  /** What the figures mean. */
  readonly note: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** One thing that must hold. */
export interface Target {
  readonly name: string;
  readonly value: number;
  /** The value must not be more than this. */
  readonly limit: number;
  readonly unit: string;
}

export interface Findings {
  readonly tables: readonly Table[];
  readonly targets: readonly Target[];
}

/** Whether it holds. */
export const met = ({ value, limit }: Target): boolean => value <= limit;

/** Three digits that say something, no more. */
export function figure(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

function line(cells: readonly (string | number)[]): string {
  return `| ${cells.map((text) => (typeof text === 'number' ? figure(text) : text)).join(' | ')} |`;
}

/** A table in Markdown, numbers to the right. */
export function tableText({ title, note, columns, rows }: Table): string {
  const rules = columns.map((_, at) => (typeof rows[0]?.[at] === 'number' ? '---:' : '---'));
  return [`### ${title}`, '', note, '', line(columns), line(rules), ...rows.map(line), ''].join(
    '\n',
  );
}

/** The targets in Markdown, each PASS or MISS. */
export function targetsText(targets: readonly Target[]): string {
  const rows = targets.map((target) => {
    const { name, value, limit, unit } = target;
    return [
      name,
      `${figure(value)} ${unit}`,
      `${figure(limit)} ${unit}`,
      met(target) ? 'PASS' : 'MISS',
    ];
  });
  const columns = ['must be', 'measured', 'at most', ''];
  return [
    '### Targets',
    '',
    line(columns),
    line(columns.map(() => '---')),
    ...rows.map(line),
    '',
  ].join('\n');
}
