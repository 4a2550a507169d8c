/**
 * How far each stream gets: asked for, opened, first fetched by its display, or never fetched. If a screen
 * stays dark, that shows whether the display, its assistant or the bridge went no further.
 */
import type { Device, Session, SessionEnd } from '../../wall/partitions/partition.ts';
import type { Wanted } from './streams.ts';

export const streamStages = ['asked', 'opened', 'fetched', 'never-fetched'] as const;
export type StreamStage = (typeof streamStages)[number];

export interface StagesParts {
  readonly log?: {
    debug(fields: object, message: string): void;
    info(fields: object, message: string): void;
    isLevelEnabled?(level: 'debug'): boolean;
  };
  readonly count?: (stage: StreamStage) => void;
}

export interface Stages {
  /** `named` returns the name of the request for the log. */
  asked(device: Pick<Device<unknown>, 'id'>, wanted: Wanted, named?: () => object): void;
  /** Its display has been given where to fetch it. */
  opened(session: Staged, named?: () => object): void;
  /** Its display has asked for something of it. */
  fetched(session: Staged): void;
  /** It has ended. */
  over(session: Staged, reason: SessionEnd): void;
}

type Staged = Pick<Session<unknown>, 'id' | 'device' | 'protocol'>;

/** Returns stages that `count` counts and `log` has; without either, it notes nothing. */
export function createStages({ log, count = () => undefined }: StagesParts): Stages {
  const fetched = new WeakSet<object>();
  /** At level debug, which is seldom on: its fields are not even put together otherwise. */
  function note(fields: () => object, message: string): void {
    if (log !== undefined && log.isLevelEnabled?.('debug') !== false) log.debug(fields(), message);
  }
  const idsOf = ({ id: session, device, protocol }: Staged) => ({ device, session, protocol });
  return {
    asked({ id: device }, { protocols, casts }, named) {
      count('asked');
      // The field of the log keeps the name that it has had.
      note(
        () => ({ device, protocols, toChromecast: casts, ...named?.() }),
        'a stream was asked for',
      );
    },
    opened(session, named) {
      count('opened');
      note(() => ({ ...idsOf(session), ...named?.() }), 'a stream was opened');
    },
    fetched(session) {
      if (fetched.has(session)) return;
      fetched.add(session);
      count('fetched');
      note(() => idsOf(session), 'a stream was first fetched');
    },
    over(session, reason) {
      if (fetched.has(session)) return;
      count('never-fetched');
      const fields = () => ({ ...idsOf(session), reason });
      const message = 'a stream was never fetched';
      // What becomes of the newer one says all there is to say.
      if (reason === 'asked-again') note(fields, message);
      // The one stage that is news: somebody in front of a dark screen finds it at the default level.
      else log?.info(fields(), message);
    },
  };
}
