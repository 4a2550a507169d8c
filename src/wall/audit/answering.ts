/**
 * Whose camera answered, in sessions in which it was not the one that was meant: for slips that nobody
 * noticed at the time. It compares the lines of the record with the rows and pins of today.
 */
import type { CameraId } from '../../identity/ids.ts';
import type { Delivered } from './summary.ts';

/** By what a camera is recognised now, and where it is reached. */
export interface CameraNow {
  readonly camera: CameraId;
  /** Hashes of its pins, of its places, and of the addresses alone. See wall/partitions/place.ts. */
  readonly pins: readonly string[];
  readonly places: readonly string[];
  readonly hosts: readonly string[];
}

/** What other cameras answered in a session. */
export interface OtherAnswers {
  /** Cameras recognised by the same pin, at the very place of another camera. */
  readonly certain: ReadonlySet<CameraId>;
  /** Cameras that the record cannot tell from what answered. */
  readonly possible: ReadonlySet<CameraId>;
}

/** What answered over one line. */
type Answer = NonNullable<NonNullable<Delivered['answered']>['stream']>;

const linesOf = ({ answered, answeredBefore = [] }: Delivered) =>
  answered === undefined ? answeredBefore : [...answeredBefore, answered];

const answersOf = (session: Delivered): readonly Answer[] =>
  linesOf(session).flatMap(({ stream, still }) => [stream, still].flatMap((line) => line ?? []));

/** Who has what words: of pins, places, addresses. */
class Index {
  readonly #cameras = new Map<string, Set<CameraId>>();

  add(word: string | undefined, camera: CameraId): void {
    if (word === undefined) return;
    const known = this.#cameras.get(word);
    if (known === undefined) this.#cameras.set(word, new Set([camera]));
    else known.add(camera);
  }

  of(word: string): ReadonlySet<CameraId> {
    return this.#cameras.get(word) ?? new Set();
  }
}

const kinds = ['pin', 'place', 'host', 'source'] as const;
type Kind = (typeof kinds)[number];
const wordOf = (kind: Kind, { [kind]: said }: Pick<Answer, Kind>): string | undefined =>
  said === undefined ? undefined : `${kind} ${said}`;

/**
 * What is known of cameras, of the record and of today. Of millions of cameras only those are kept of which a session
 * said something.
 */
export interface AnsweringCameras {
  /** Takes in a session. All of them come before the first camera. */
  hear(session: Delivered): void;
  /** Whether the sessions said anything: otherwise nothing is to be learnt of cameras. */
  readonly isTold: boolean;
  /** Takes in a camera of today. */
  add(camera: CameraNow): void;
  /** Returns the other cameras that were, or may have been, what answered in a session. */
  readonly of: (session: Delivered) => OtherAnswers;
}

/** Knows nothing yet. */
export function createAnsweringCameras(): AnsweringCameras {
  const [now, ever] = [new Index(), new Index()];
  /** Cameras whose address is known at all. */
  const located = new Set<CameraId>();
  const pinned = new Set<CameraId>();
  /** All that the sessions asked for, and the cameras that were meant in them. */
  const words = new Set<string>();
  const inSessions = new Set<CameraId>();

  function hear(session: Delivered): void {
    inSessions.add(session.camera);
    for (const answer of answersOf(session)) {
      for (const kind of kinds) {
        const word = wordOf(kind, answer);
        ever.add(word, session.camera);
        if (word !== undefined) words.add(word);
      }
      for (const place of answer.led ?? []) words.add(`place ${place}`);
      if (answer.host !== undefined) located.add(session.camera);
      // Recognised by that very pin, at that very place.
      ever.add(`${answer.place} ${answer.pin}`, session.camera);
    }
    for (const { onvif } of linesOf(session)) {
      if (onvif?.pin !== undefined) words.add(`pin ${onvif.pin}`);
    }
  }

  function add({ camera, pins, places, hosts }: CameraNow): void {
    const said = [
      ...pins.map((pin) => `pin ${pin}`),
      ...places.map((place) => `place ${place}`),
      ...hosts.map((host) => `host ${host}`),
    ].filter((word) => words.has(word));
    if (said.length === 0 && !inSessions.has(camera)) return;
    if (pins.length > 0) pinned.add(camera);
    if (hosts.length > 0) located.add(camera);
    for (const word of said) now.add(word, camera);
  }

  /**
   * Returns the cameras that have this in common now, or had it in the record. A camera that has something
   * else by now was itself the slip, as long as another has it.
   */
  function alike(kind: Kind, answer: Pick<Answer, Kind>, but: CameraId): readonly CameraId[] {
    const word = wordOf(kind, answer);
    if (word === undefined) return [];
    const holders = now.of(word);
    const all = new Set([...holders, ...ever.of(word)]);
    return [...all].filter(
      (camera) =>
        camera !== but && (holders.size === 0 || holders.has(camera) || !pinned.has(camera)),
    );
  }

  const isRecognisedBy = (camera: CameraId, { pin, place }: Answer): boolean =>
    pin === undefined ||
    !pinned.has(camera) ||
    now.of(`pin ${pin}`).has(camera) ||
    ever.of(`${place} ${pin}`).has(camera);

  /**
   * Returns the cameras of which the same is said and that answered there before: one may have taken the
   * other's place since.
   */
  const formerly = ({ pin, place }: Answer, but: readonly CameraId[]): CameraId[] =>
    [...ever.of(`${place} ${pin}`)].filter(
      (camera) => now.of(`pin ${pin}`).has(camera) && !but.includes(camera),
    );

  function others(meant: CameraId, answer: Answer): { certain: CameraId[]; possible: CameraId[] } {
    const there = alike('place', answer, meant);
    const certain = there.filter((camera) => isRecognisedBy(camera, answer));
    if (certain.length > 0) return { certain, possible: formerly(answer, [meant, ...certain]) };
    const same = alike('pin', answer, meant);
    const own =
      answer.place !== undefined &&
      now.of(`place ${answer.place}`).has(meant) &&
      isRecognisedBy(meant, answer);
    if (!own)
      return {
        certain,
        possible: [...there, ...same, ...alike('host', answer, meant), ...bySource(answer, meant)],
      };
    // The camera itself, if it belongs there. Cameras that say the same of themselves at other addresses are
    // others; behind one address, or if an address is not known, that cannot be told.
    const near = new Set(alike('host', answer, meant));
    const mayBeThere = (camera: CameraId): boolean =>
      answer.host === undefined || !located.has(camera) || near.has(camera);
    return { certain, possible: same.filter(mayBeThere) };
  }

  /** For lines of earlier versions: compares the URL, unless the pin says that it was another camera. */
  function bySource(answer: Answer, meant: CameraId): readonly CameraId[] {
    const holders = now.of(wordOf('pin', answer) ?? '');
    return alike('source', answer, meant).filter(
      (camera) => holders.size === 0 || holders.has(camera) || !pinned.has(camera),
    );
  }

  /**
   * Returns the cameras to which this one led, then or before: it is not known whether the lead was followed
   * in this session.
   */
  const ledTo = (meant: CameraId, { led = [] }: Answer): readonly CameraId[] =>
    led.flatMap((place) => alike('place', { place }, meant));

  /**
   * Returns whose device it was by its ONVIF service. A serial by which its own row is known points to no
   * other: serials repeat.
   */
  const devices = (session: Delivered): readonly CameraId[] =>
    linesOf(session).flatMap(({ onvif: { pin } = {} }) => {
      const isOwn = pin === undefined || now.of(`pin ${pin}`).has(session.camera);
      return isOwn ? [] : alike('pin', { pin }, session.camera);
    });

  return {
    hear,
    add,
    get isTold() {
      return words.size > 0;
    },
    of(session) {
      const meant = session.camera;
      const said = answersOf(session);
      const found = said.map((answer) => others(meant, answer));
      const certain = new Set(found.flatMap((one) => one.certain));
      const possible = new Set([
        ...found.flatMap((one) => one.possible),
        ...said.flatMap((answer) => ledTo(meant, answer)),
        ...devices(session),
      ]);
      for (const camera of certain) possible.delete(camera);
      return { certain, possible };
    },
  };
}
