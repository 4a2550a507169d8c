/** How long something takes, as a person writes it: the one grammar of all commands. */
import { UsageError } from './usage.ts';

const units = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 } as const;
const whole = /^(?=\d)(?:(\d{1,4})d)?(?:(\d{1,4})h)?(?:(\d{1,4})m)?(?:(\d{1,4})s)?$/;
/** A number of one unit; without one, of seconds. */
const fraction = /^(\d{1,9}(?:\.\d{1,3})?)([smh]?)$/;

/** Returns milliseconds of `90m` or `1d12h`; undefined for another form. */
export function parseDuration(text: string): number | undefined {
  const parts = whole.exec(text);
  if (parts === null) return undefined;
  const [, d, h, m, s] = parts.map((part) => Number(part ?? 0));
  const of = (amount = 0, unit: keyof typeof units): number => amount * units[unit];
  return of(d, 'd') + of(h, 'h') + of(m, 'm') + of(s, 's');
}

function parseFraction(text: string): number | undefined {
  const [, amount, unit = ''] = fraction.exec(text) ?? [];
  const known = (unit === '' ? 's' : unit) as keyof typeof units;
  return amount === undefined ? undefined : Number(amount) * units[known];
}

/**
 * Returns milliseconds: as `parseDuration`, and of `90` or `1.5m`; at most 2^31 - 1. @throws UsageError
 * naming `option`.
 */
export function readDuration(option: string, text: string): number {
  const ms = parseFraction(text) ?? parseDuration(text) ?? Number.NaN;
  if (!(ms > 0) || ms > 2 ** 31 - 1) {
    throw new UsageError(`${option} must be a time such as 90s, 10m or 1h`);
  }
  return ms;
}
