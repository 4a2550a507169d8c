/** Sealed values in PostgreSQL. */
import { CameraId } from '../../identity/ids.ts';
import type { PinnedLine } from '../pins.ts';
import type { Resealed, SealedValue, SealedValueStore } from '../sealed-values.ts';
import type { Engine } from './engine.ts';

interface Row {
  readonly kind: SealedValue['of'];
  readonly camera: string;
  readonly line: PinnedLine | null;
  readonly sealed: string;
}

/** Behind the values of a page, where more cameras may follow: its last camera. */
type OthersRow = Row | { readonly kind: 'last'; readonly camera: string };
const isLast = (row: OthersRow): boolean => row.kind === 'last';

function valueOf({ kind: of, camera, line, sealed }: Row): SealedValue {
  const value = { camera: CameraId(camera), sealed };
  if (of === 'source') return { ...value, of };
  if (line === null) throw new TypeError('an origin without a line');
  return { ...value, of, line };
}

const said = ({ value, sealed }: Resealed) => ({
  kind: value.of,
  camera: value.camera,
  line: value.of === 'source' ? null : value.line,
  before: value.sealed,
  sealed,
});

/** Returns the store of sealed values in that database; `now` is in milliseconds since 1970. */
export function createSealedValues(engine: Engine, now: () => number): SealedValueStore {
  return {
    keys: async () => [
      ...new Set((await engine.rows<{ kid: string }>('sealed_keys')).map(({ kid }) => kid)),
    ],
    count: async () =>
      new Map(
        (await engine.rows<{ kid: string; count: number }>('sealed_count')).map(
          ({ kid, count }) => [kid, count] as const,
        ),
      ),
    async others(kid, { after = '', most }) {
      const rows = await engine.rows<OthersRow>('sealed_others', kid, after, most);
      const last = rows.find(isLast);
      const values = rows.filter((row): row is Row => !isLast(row)).map(valueOf);
      return { values, ...(last !== undefined && { last: CameraId(last.camera) }) };
    },
    reseal: (changes) => engine.value('sealed_put', JSON.stringify(changes.map(said))),
    dropKeys: async (kids) =>
      (await engine.rows<{ kid: string }>('keys_drop', JSON.stringify(kids), now())).map(
        ({ kid }) => kid,
      ),
  };
}
