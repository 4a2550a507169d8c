/** Small plots as inline SVG. */
import { html, type Html } from '../../../../edge/pages/html.ts';

const width = 860;
const height = 200;
const left = 64;
const bottom = 24;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A stretch of the x axis in a colour of its own. */
export interface Band {
  readonly from: number;
  readonly to: number;
  readonly name: string;
}

const colours = ['#f3e6c8', '#dfe9ee', '#eadff0', '#e2eedd', '#f3dcd6'];

function frame(most: Point, unit: string, inside: readonly Html[]): Html {
  const ticks = [0, 0.5, 1].map((share) => ({
    y: height - bottom - share * (height - bottom - 8),
    text: Math.round(most.y * share).toLocaleString('en'),
  }));
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${unit}">
    ${inside}
    ${ticks.map(
      ({ y, text }) =>
        html`<text x="${left - 6}" y="${y + 4}" text-anchor="end">${text}</text>
          <line x1="${left}" x2="${width}" y1="${y}" y2="${y}" class="rule" />`,
    )}
    <text x="${left}" y="${height - 6}">0</text>
    <text x="${width}" y="${height - 6}" text-anchor="end">${Math.round(most.x)} ${unit}</text>
  </svg>`;
}

/** A line over bands; `unit` is the x axis'. */
export function linePlot(points: readonly Point[], bands: readonly Band[], unit: string): Html {
  const x = Math.max(1, ...points.map((point) => point.x));
  const y = Math.max(1, ...points.map((point) => point.y));
  const at = (value: number): number => left + (value / x) * (width - left);
  const line = points
    .map((point) => `${at(point.x)},${height - bottom - (point.y / y) * (height - bottom - 8)}`)
    .join(' ');
  const names = [...new Set(bands.map(({ name }) => name))];
  return frame({ x, y }, unit, [
    ...bands.map(
      ({ from, to, name }) =>
        html`<rect
          x="${at(from)}"
          y="8"
          width="${Math.max(0, at(to) - at(from))}"
          height="${height - bottom - 8}"
          fill="${colours[names.indexOf(name) % colours.length]}"
        >
          <title>${name}</title>
        </rect>`,
    ),
    html`<polyline points="${line}" />`,
  ]);
}

/** How many values fall into each of forty steps up to `most`. */
export function histogram(values: readonly number[], most: number, unit: string): Html {
  const steps = 40;
  const counts = Array.from({ length: steps }, (_, step) => {
    const [from, to] = [(step * most) / steps, ((step + 1) * most) / steps];
    return values.filter((value) => value >= from && (value < to || (to === most && value >= to)))
      .length;
  });
  const y = Math.max(1, ...counts);
  const wide = (width - left) / steps;
  return frame(
    { x: most, y },
    unit,
    counts.map((count, step) => {
      const high = (count / y) * (height - bottom - 8);
      return html`<rect
        x="${left + step * wide}"
        y="${height - bottom - high}"
        width="${wide - 1}"
        height="${high}"
        class="bar"
      >
        <title>${count}</title>
      </rect>`;
    }),
  );
}
