/** A run's result as one HTML file that stands on its own. */
import { html, type Html } from '../../../../edge/pages/html.ts';
import { holds, type Result, type Sample } from '../result.ts';
import { histogram, linePlot, type Band } from './plot.ts';
import {
  alarmLines,
  factsOf,
  foreignLine,
  historyLines,
  revocationTable,
  seenLine,
  verdictOf,
} from './text.ts';

// In a constant: what stands between braces is no place for a formatter.
const style = `
body { font: 15px/1.5 system-ui, sans-serif; max-width: 920px; margin: 2rem auto; padding: 0 1rem; color: #22303a; }
table { border-collapse: collapse; width: 100%; font-size: 13px; }
th, td { text-align: right; padding: 2px 8px; border-bottom: 1px solid #dde4e8; }
th:nth-child(-n+2), td:nth-child(-n+2) { text-align: left; }
svg { width: 100%; height: auto; font-size: 11px; fill: #5a6b76; }
polyline { fill: none; stroke: #22506b; stroke-width: 1.5; }
.rule { stroke: #c9d3d9; stroke-dasharray: 2 4; }
.bar { fill: #22506b; }
.good { color: #1c6b3a; } .bad { color: #a3201c; }
pre { background: #f4f6f7; padding: 1rem; overflow-x: auto; font-size: 12px; }
`;

function tableOf(head: readonly string[], lines: readonly (readonly string[])[]): Html {
  return html`<table>
    <tr>
      ${head.map((cell) => html`<th>${cell}</th>`)}
    </tr>
    ${lines.map(
      (line) =>
        html`<tr>
          ${line.map((cell) => html`<td>${cell}</td>`)}
        </tr>`,
    )}
  </table>`;
}

/** With an empty cell behind the first, as wide as what stands there in the table of faults. */
function wide([first = '', ...rest]: readonly string[]): string[] {
  return [first, '', ...rest];
}

function bandsOf(samples: readonly Sample[]): Band[] {
  const bands: Band[] = [];
  for (const { second, scenario: name } of samples) {
    const last = bands.at(-1);
    const from = last?.to ?? 0;
    if (last?.name === name) bands.splice(-1, 1, { ...last, to: second });
    else bands.push({ name, from, to: second });
  }
  return bands;
}

/** Increase per second, from one sample to the next. */
function rate(samples: readonly Sample[], key: 'requests' | 'units') {
  return samples.slice(1).map((sample, at) => {
    const before = samples[at] ?? sample;
    const seconds = Math.max(0.001, sample.second - before.second);
    return { x: sample.second, y: (sample[key] - before[key]) / seconds };
  });
}

/** The whole document. */
export function reportPage(result: Result): string {
  const { samples, revocations, foreign, history, rows, skipped, troubles } = result;
  const { head, lines } = factsOf(result);
  const bands = bandsOf(samples);
  const [first] = foreign;
  const revoked = revocationTable(result);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>Casement, proven</title>
        <style>
          ${style}
        </style>
      </head>
      <body>
        <h1>Casement, proven</h1>
        <p class="${holds(result) ? 'good' : 'bad'}"><b>${verdictOf(result)}</b></p>
        ${[...skipped, ...troubles].map(
          ({ scenario, what }) => html`<p class="bad">${scenario}: ${what}</p>`,
        )}
        ${
          first !== undefined &&
          html`<h2>What led to it</h2>
            <pre>${historyLines(history, first.at).join('\n')}</pre>
            <pre>${foreign.slice(0, 20).map(foreignLine).join('\n')}</pre>`
        }
        <h2>Faults</h2>
        ${tableOf(head, lines)}
        <p class="${result.seen.blind === undefined ? 'good' : 'bad'}">${seenLine(result)}</p>
        <p class="${result.alarms.falseAlarms.length === 0 ? 'good' : 'bad'}">
          ${alarmLines(result)[0]}
        </p>
        ${alarmLines(result)
          .slice(1)
          .map((line) => html`<p class="bad">${line}</p>`)}
        <h2>Units checked per second</h2>
        ${linePlot(rate(samples, 'units'), bands, 's')}
        <h2>Requests per second</h2>
        ${linePlot(rate(samples, 'requests'), bands, 's')}
        <h2>Displays watching</h2>
        ${linePlot(
          samples.map(({ second, watching }) => ({ x: second, y: watching })),
          bands,
          's',
        )}
        ${
          revocations.length > 0 &&
          html`<h2>From a revocation to the last byte</h2>
            ${histogram(
              revocations.map(({ ms }) => ms),
              1_000,
              'ms',
            )}
            ${tableOf(wide(revoked.head), revoked.lines.map(wide))}`
        }
        <h2>What the scenarios do</h2>
        ${tableOf(
          ['scenario', 'what it does'],
          rows.map(({ scenario, says }) => [scenario, says]),
        )}
      </body>
    </html>`;
  return `${page.text}\n`;
}
