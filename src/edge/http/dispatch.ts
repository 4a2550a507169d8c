/**
 * actions-on-google picks the handler of an intent; nothing else is left to it.
 *
 * It gets no header (with DEBUG set it would print Authorization), only the intent of the request, and the
 * answer under a seal (it holds stream tickets, and would be printed too). It checks nothing itself: the
 * intent has been parsed before, for the library would call `constructor` as readily as SYNC.
 */
import { smarthome } from 'actions-on-google';
import { Failure } from '../../common/failures.ts';
import type { Fulfillment } from '../assistants/google/fulfillment.ts';
import type { Asked, Intent, IntentRequest } from '../assistants/google/intents.ts';
import type { NoteRefused } from '../assistants/note-refused.ts';
import type { Proof } from '../../identity/proof.ts';
import type { Partitions } from '../../wall/partitions/partitions.ts';

/** Who asks for what: passed through the library as a value, never kept anywhere. */
class Call {
  readonly proof: Proof;
  readonly request: IntentRequest;
  readonly note: NoteRefused;

  constructor(proof: Proof, request: IntentRequest, note: NoteRefused) {
    this.proof = proof;
    this.request = request;
    this.note = note;
  }

  /** Returns what was asked, if it is `intent`. */
  asked<I extends Intent>(intent: I): Asked<I> {
    const { input } = this.request;
    if (!is(input, intent)) throw new Failure('internal', 'dispatched to another intent');
    return input;
  }
}

function is<I extends Intent>(input: IntentRequest['input'], intent: I): input is Asked<I> {
  return input.intent === intent;
}

function callOf(metadata: Metadata): Call {
  const { call } = metadata;
  if (!(call instanceof Call)) throw new Failure('internal', 'dispatched without a proof');
  return call;
}

/**
 * An answer on its way through the library. To the library's types it is an empty answer of every kind, to
 * its printing it is nothing, and only a holder of the key gets the real one.
 */
class Sealed {
  readonly #answer: object;

  constructor(answer: object) {
    this.#answer = answer;
  }

  get requestId(): string {
    return '';
  }

  get payload(): { devices: never[]; commands: never[] } {
    return { devices: [], commands: [] };
  }

  /** Returns the real answer. */
  static open(value: unknown): object {
    if (typeof value === 'object' && value !== null && #answer in value) return value.#answer;
    throw new Failure('internal', 'answered by somebody else');
  }
}

type Metadata = Readonly<Record<string, unknown>>;

/** Makes a handler as the library calls it, which does `work` for the call it is handed. */
function handle(work: (call: Call) => Promise<object>) {
  return async (_body: unknown, _headers: unknown, metadata: Metadata): Promise<Sealed> =>
    new Sealed(await work(callOf(metadata)));
}

/**
 * Returns all that the library gets of a request. It formats every request and answer for its debug log,
 * wanted or not, which costs as much as parsing them: so nothing here is enumerable.
 */
function requestOf(intent: Intent): object {
  return Object.defineProperty({}, 'inputs', { value: [{ intent }] });
}

const requests = {
  'action.devices.SYNC': requestOf('action.devices.SYNC'),
  'action.devices.QUERY': requestOf('action.devices.QUERY'),
  'action.devices.EXECUTE': requestOf('action.devices.EXECUTE'),
  'action.devices.DISCONNECT': requestOf('action.devices.DISCONNECT'),
} satisfies Record<Intent, object>;

/**
 * Carries a proven, parsed request to its intent's handler; returns the body of the answer. `note` is called
 * for each device that is refused in it.
 */
export type Dispatch = (proof: Proof, request: IntentRequest, note: NoteRefused) => Promise<object>;

/** Rejects with what `partitions.within` and fulfillment reject with. */
export function createDispatch(partitions: Partitions, fulfillment: Fulfillment): Dispatch {
  const library = smarthome();
  library.onSync(
    handle(({ proof, request: { requestId } }) =>
      partitions.within(proof, (partition) => fulfillment.sync(partition, requestId)),
    ),
  );
  library.onQuery(
    handle((call) => {
      const asked = call.asked('action.devices.QUERY');
      const { note, request } = call;
      return partitions.within(call.proof, (partition) =>
        fulfillment.query(partition, request.requestId, asked, note),
      );
    }),
  );
  library.onExecute(
    handle((call) => {
      const asked = call.asked('action.devices.EXECUTE');
      const { note, request } = call;
      return partitions.within(call.proof, (partition) =>
        fulfillment.execute(partition, request.requestId, asked, note),
      );
    }),
  );
  library.onDisconnect(
    handle(({ proof }) =>
      partitions.within(proof, (partition) => fulfillment.disconnect(partition)),
    ),
  );

  return async (proof, request, note) => {
    const { intent } = request.input;
    const { body } = await library.handler(
      requests[intent],
      {},
      { call: new Call(proof, request, note) },
    );
    return Sealed.open(body);
  };
}
