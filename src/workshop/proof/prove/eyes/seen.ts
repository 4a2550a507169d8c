import type { Oracle } from '../oracle/oracle.ts';
import type { Seen } from '../result.ts';
import type { Eyes } from './eyes.ts';

const noPicture = 'no decoded picture came in time';

/** What the eyes saw in all. */
export function seenBy({ pages, missing }: Pick<Eyes, 'pages' | 'missing'>, oracle: Oracle): Seen {
  const frames = { ...oracle.frames };
  const nothing = pages > 0 && oracle.total('frames') === 0;
  return {
    pages,
    frames,
    unread: oracle.total('unread'),
    foreign: oracle.foreign.filter(({ wrong }) => wrong.endsWith('on the screen')).length,
    blind: missing ?? (nothing ? noPicture : undefined),
  };
}
