/** How long something takes, as a person writes it. */
import { UsageError } from './usage.ts';

const units: Readonly<Record<string, number>> = { '': 1_000, s: 1_000, m: 60_000, h: 3_600_000 };

/** Milliseconds: `90`, `90s`, `10m`, `1h`. @throws UsageError naming `option`. */
export function readDuration(option: string, text: string): number {
  const [, amount, unit = ''] = /^(\d{1,9}(?:\.\d{1,3})?)([smh]?)$/.exec(text) ?? [];
  const ms = Number(amount) * (units[unit] ?? Number.NaN);
  if (!(ms > 0) || ms > 2 ** 31 - 1) {
    throw new UsageError(`${option} must be a time such as 90s, 10m or 1h`);
  }
  return ms;
}
