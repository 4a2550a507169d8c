/** RTSP as a kind of source. */
import type { SourceKind } from '../source-kind.ts';
import { checkStream } from './check-stream.ts';
import { rtspFacts } from './facts.ts';
import { createHabits } from './habits.ts';
import { openRtsp } from './open-rtsp.ts';

/** Makes the kind `rtsp`. What is learnt of a camera is shared by all that is opened or checked through it. */
export function rtspKind(): SourceKind {
  const habitsOf = createHabits();
  return {
    ...rtspFacts,
    opener: (options) => openRtsp({ habitsOf, ...options }),
    check: ({ opening, ...options }) =>
      checkStream({ ...options, opening: { habitsOf, ...opening } }),
  };
}
