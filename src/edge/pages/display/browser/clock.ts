/** The clock on the wall: time, date and greeting in the browser's own language and zone. */
import { must, setText } from './dom.ts';
import { greeting } from './greeting.ts';

function show(): void {
  const now = new Date();
  const parts = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' })
    .formatToParts(now)
    .filter(({ type }) => type !== 'dayPeriod');
  setText(
    '#clock',
    parts
      .map(({ value }) => value)
      .join('')
      .trim(),
  );
  setText(
    '#date',
    now.toLocaleDateString(undefined, { weekday: 'long', day: 'numeric', month: 'long' }),
  );
  const { home } = must('#greeting', HTMLElement).dataset;
  const words = greeting(now.getHours());
  setText('#greeting', home === undefined ? words : `${words}, ${home}`);
}

/** Greets the people of a home by its name. */
export function greet(home: string): void {
  must('#greeting', HTMLElement).dataset['home'] = home;
  show();
}

/** Shows it now, and anew each second. */
export function startClock(): void {
  show();
  setInterval(show, 1_000);
}
