/** Looks through all cameras for those of several owners that look like one: reads everything, in pages. */
import type { CameraId } from '../../identity/ids.ts';
import { inPages } from '../../storage/page.ts';
import {
  type Feature,
  inGroups,
  keyMarks,
  type LookAlikeParts,
  type LookAlikes,
  type Mark,
  maxAlike,
  saidMarks,
} from './look-alikes.ts';

const order: readonly Feature[] = ['key', 'serial', 'likeness'];

/** The cameras that have one TLS key each: so many of one are remembered as are told. */
class Keys {
  readonly #cameras = new Map<string, CameraId[]>();

  add({ camera, value }: Mark): void {
    const known = this.#cameras.get(value);
    if (known === undefined) this.#cameras.set(value, [camera]);
    else if (known.length < maxAlike && !known.includes(camera)) known.push(camera);
  }

  /** Returns those that several cameras have. */
  shared(): readonly Mark[] {
    return [...this.#cameras].flatMap(([value, cameras]) =>
      cameras.length < 2 ? [] : cameras.map((camera) => ({ camera, feature: 'key', value })),
    );
  }
}

/** Returns what several of them say, each once in all pages: `told` is what was found before. */
function anew(marks: readonly Mark[], told: Set<string>): readonly Mark[] {
  const nameOf = ({ feature, value }: Mark): string => `${feature} ${value}`;
  const cameras = new Map<string, Set<CameraId>>();
  for (const mark of marks) {
    const known = cameras.get(nameOf(mark)) ?? new Set();
    cameras.set(nameOf(mark), known.add(mark.camera));
  }
  const isShared = (mark: Mark): boolean => (cameras.get(nameOf(mark))?.size ?? 0) > 1;
  const found = marks.filter((mark) => isShared(mark) && !told.has(nameOf(mark)));
  for (const mark of found) told.add(nameOf(mark));
  return found;
}

/** Returns all of them; `onRead` is told after each page how many cameras have been read. */
export async function searchLookAlikes(
  parts: LookAlikeParts,
  onRead: (cameras: number) => void = () => undefined,
): Promise<readonly LookAlikes[]> {
  const keys = new Keys();
  const told = new Set<string>();
  const found: LookAlikes[] = [];
  let read = 0;
  for await (const owners of inPages(parts.store.map.owned, ({ camera }) => camera)) {
    const cameras = owners.map(({ camera }) => camera);
    for (const mark of await keyMarks(parts, cameras)) keys.add(mark);
    const said = anew(await saidMarks(parts, cameras, maxAlike), told);
    found.push(...(await inGroups(parts, said, maxAlike)));
    read += cameras.length;
    onRead(read);
  }
  found.push(...(await inGroups(parts, keys.shared(), maxAlike)));
  return found.toSorted((a, b) => order.indexOf(a.feature) - order.indexOf(b.feature));
}
