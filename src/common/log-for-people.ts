/**
 * A line of the log as people read it at a terminal:
 *
 * 21:41:52.123 WARN some delivery is suspended suspended=[{"what":{"of":"all"}}]
 *
 * Ours rather than pino's: a line may quote what a camera or a display said, and none of its control
 * characters may reach a terminal.
 */
const codes: Readonly<Record<string, string>> = {
  fatal: '31',
  error: '31',
  warn: '33',
  info: '32',
  debug: '2',
};

/** C0, C1, and characters that turn the direction of writing; line ends too. */
const controls = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

const withoutControls = (text: string): string =>
  text.replaceAll(controls, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);

function shown(value: unknown): string {
  const isPlain = typeof value === 'string' && /^[^\s"=]+$/.test(value);
  return withoutControls(isPlain ? value : JSON.stringify(value));
}

/** Returns the stack of an error on lines of its own. */
function stackOf(err: unknown): string {
  const has = typeof err === 'object' && err !== null && 'stack' in err;
  if (!has || typeof err.stack !== 'string') return '';
  return err.stack
    .split('\n')
    .slice(1)
    .map((line) => `\n  ${withoutControls(line)}`)
    .join('');
}

function without(err: unknown): unknown {
  if (typeof err !== 'object' || err === null) return err;
  return { ...err, stack: undefined };
}

/** Turns one JSON line of the log into one for people, in local time; `colours` for a terminal that shows them. */
export function lineForPeople(line: string, colours: boolean): string {
  const {
    time,
    level,
    msg,
    service: _service,
    ...fields
  } = JSON.parse(line) as Record<string, unknown>;
  const at = new Date(String(time));
  const two = (value: number, digits = 2) => String(value).padStart(digits, '0');
  const clock = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${two(at.getMilliseconds(), 3)}`;
  const word = String(level).toUpperCase().padEnd(5);
  const paint = (text: string, code: string | undefined) =>
    colours && code !== undefined ? `\u001b[${code}m${text}\u001b[0m` : text;
  const rest = Object.entries(fields).map(
    ([name, value]) =>
      `  ${withoutControls(name)}=${shown(name === 'err' ? without(value) : value)}`,
  );
  const said = withoutControls(typeof msg === 'string' ? msg : '');
  return `${clock} ${paint(word, codes[String(level)])} ${said}${paint(rest.join(''), '2')}${stackOf(fields['err'])}\n`;
}
