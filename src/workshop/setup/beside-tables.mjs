/** The tables of two benches, row by row beside each other. */

/** Of a row: its words, by which it is found again; older benches wrote figures as words, `8: 23.8`. */
const nameOf = (row) =>
  row
    .filter((cell) => typeof cell === 'string' && !/^\d+: /.test(cell))
    .join(', ')
    .replace(/^, /, '');

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const figure = (value) =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);

/** All figures of one side, by table, row and column, each the median of its turns. */
function figuresOf(turns) {
  const found = new Map();
  for (const { title, columns, rows } of turns.flat()) {
    for (const row of rows) {
      for (const [at, cell] of row.entries()) {
        if (typeof cell !== 'number') continue;
        const key = JSON.stringify([title, nameOf(row), columns[at]]);
        found.set(key, [...(found.get(key) ?? []), cell]);
      }
    }
  }
  return new Map(Array.from(found, ([key, values]) => [key, median(values)]));
}

/**
 * Returns in Markdown, for each figure that both have, ours, theirs and the ratio.
 * @param ours the tables of each turn, `{ title, columns, rows }`
 */
export function sideBySide(ours, theirs, commit) {
  const [mine, other] = [figuresOf(ours), figuresOf(theirs)];
  const lines = [`| | | here | ${commit} | ratio |`, '|---|---|---:|---:|---:|'];
  for (const [key, value] of mine) {
    const [title, row, column] = JSON.parse(key);
    const theirValue = other.get(key);
    const ratio = theirValue ? (value / theirValue).toFixed(2) : '';
    const there = theirValue === undefined ? 'not there' : figure(theirValue);
    lines.push(`| ${title}: ${row} | ${column} | ${figure(value)} | ${there} | ${ratio} |`);
  }
  return `${lines.join('\n')}\n`;
}
