/** A password that was given as an argument can be read by others on this machine. */
import { hasLogin } from '../../wall/partitions/place.ts';
import type { Context } from '../context.ts';

/** Says so on standard error, once, if one of these has a password or a login in its path or query. */
export function warnOfPassword({ stderr }: Context, urls: readonly (string | undefined)[]): void {
  const isExposed = urls.some((text) => {
    if (text === undefined || !URL.canParse(text)) return false;
    const url = new URL(text);
    return url.password !== '' || hasLogin(url);
  });
  if (!isExposed) return;
  stderr.write(
    'Warning: the password in that URL can be read by every other user of this machine (ps), and stays in the ' +
      'history of the shell. Give - in place of the URL: then it is typed unseen, or read from standard input.\n',
  );
}
