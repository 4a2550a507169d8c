/** A recorder that keeps what it is told in memory, and can refuse. */
import { Failure } from '../../common/failures.ts';
import type { ForeignStamp } from '../../wall/partitions/alarm.ts';
import type { SessionEnd } from '../../wall/partitions/partition.ts';
import type {
  AnsweredLines,
  DeliveryFacts,
  Recorder,
  SessionNote,
} from '../../wall/partitions/recorder.ts';

interface Note {
  readonly facts: DeliveryFacts;
  bytes: number;
  /** What has answered since it began. */
  readonly answered: AnsweredLines[];
  units: number;
  reason?: SessionEnd;
}

export interface Notebook {
  readonly recorder: Recorder;
  readonly notes: readonly Note[];
  readonly refused: readonly ForeignStamp[];
  /** What was told of sessions beside. */
  readonly beside: readonly SessionNote[];
  /** Whether there is nothing to write on. */
  full: boolean;
}

/** Returns an empty one; while it is `full`, its `ready` throws Failure `storage-down`. */
export function openNotebook(): Notebook {
  const notes: Note[] = [];
  const refused: ForeignStamp[] = [];
  const beside: SessionNote[] = [];
  const notebook: Notebook = {
    notes,
    refused,
    beside,
    full: false,
    recorder: {
      ready() {
        if (notebook.full) throw new Failure('storage-down', 'the record cannot be written');
      },
      refused: (event) => void refused.push(event),
      noted: (note) => void beside.push(note),
      begin(facts) {
        const note: Note = { facts, bytes: 0, units: 0, answered: [] };
        notes.push(note);
        return {
          add(bytes, units) {
            note.bytes += bytes;
            note.units += units;
          },
          answered: (lines) => void note.answered.push(lines),
          end(reason) {
            note.reason ??= reason;
          },
        };
      },
    },
  };
  return notebook;
}
