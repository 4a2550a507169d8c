/** Looks through all cameras for those of several owners that look like one: reads everything, in pages. */
import { groupBy } from '../../common/group-by.ts';
import type { CameraId } from '../../identity/ids.ts';
import { inPages } from '../../storage/page.ts';
import {
  type Feature,
  inGroups,
  keyMarks,
  type LookAlikeParts,
  type LookAlikes,
  type Mark,
  markName,
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

/** Returns the names of what several of them have. */
function sharedNames(marks: readonly Mark[]): ReadonlySet<string> {
  const cameras = groupBy(marks, markName);
  const names = [...cameras].flatMap(([name, found]) =>
    new Set(found.map(({ camera }) => camera)).size > 1 ? [name] : [],
  );
  return new Set(names);
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
  for await (const owners of inPages(parts.store.operator.map.cameras, ({ camera }) => camera)) {
    const cameras = owners.map(({ camera }) => camera);
    for (const mark of await keyMarks(parts, cameras)) keys.add(mark);
    const said = await saidMarks(parts, cameras, maxAlike, told);
    for (const name of sharedNames(said)) told.add(name);
    found.push(...(await inGroups(parts, said, maxAlike)));
    read += cameras.length;
    onRead(read);
  }
  found.push(...(await inGroups(parts, keys.shared(), maxAlike)));
  return found.toSorted((a, b) => order.indexOf(a.feature) - order.indexOf(b.feature));
}
