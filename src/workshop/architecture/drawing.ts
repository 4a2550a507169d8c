/** Compares the drawing of the import arrows in docs/architecture.md with the arrows that there are. */
import { storeys } from './arrows.ts';

/** A file and what it imports, as paths below the project: what dependency-cruiser says of a module. */
export interface Module {
  readonly source: string;
  readonly dependencies: readonly { readonly resolved: string }[];
}

/** Everything stands on these: their arrows would hide the others. */
const ground: ReadonlySet<string> = new Set(storeys.slice(0, 2));
const house: ReadonlySet<string> = new Set([...storeys, 'main', 'workshop']);

/** The storeys whose rooms are drawn. */
const withRooms: ReadonlySet<string> = new Set([
  'wall',
  'pictures',
  'simulator',
  'edge',
  'workshop',
]);

interface Place {
  readonly storey: string;
  readonly room: string | undefined;
}

/** Returns where a file stands, or undefined outside the storeys. */
function placeOf(path: string): Place | undefined {
  const [src, first = '', second = '', ...deeper] = path.split('/');
  const storey = first.replace(/\.ts$/, '');
  if (src !== 'src' || !house.has(storey)) return undefined;
  return { storey, room: deeper.length > 0 && withRooms.has(storey) ? second : undefined };
}

function arrow(from: Place, to: Place): string | undefined {
  if (from.storey !== to.storey) {
    return ground.has(to.storey) ? undefined : `${from.storey} --> ${to.storey}`;
  }
  if (from.room === undefined || to.room === undefined || from.room === to.room) return undefined;
  return `${from.room} --> ${to.room}`;
}

/**
 * Returns the arrows between storeys, and those between the rooms of one storey, sorted. `isTest`: files that
 * do not count.
 */
export function arrowsOf(modules: readonly Module[], isTest: RegExp): string[] {
  const found = new Set<string>();
  for (const { source, dependencies } of modules) {
    const from = isTest.test(source) ? undefined : placeOf(source);
    if (from === undefined) continue;
    for (const { resolved } of dependencies) {
      const to = isTest.test(resolved) ? undefined : placeOf(resolved);
      const drawn = to === undefined ? undefined : arrow(from, to);
      if (drawn !== undefined) found.add(drawn);
    }
  }
  return [...found].toSorted();
}

/** Returns the arrows of the first Mermaid drawing of a page, sorted. `a --> b & c` are two. */
export function drawnArrows(page: string): string[] {
  const [, drawing = ''] = /```mermaid\n([^]*?)```/.exec(page) ?? [];
  const lines = drawing.split('\n').map((line) => line.trim().split(' --> '));
  return lines
    .flatMap(([from = '', to]) => (to?.split(' & ') ?? []).map((one) => `${from} --> ${one}`))
    .toSorted();
}

/** Returns the storeys and rooms from which the arrows lead back to where they began, sorted. */
export function onCircles(arrows: readonly string[]): string[] {
  const pairs = arrows.map((one) => one.split(' --> '));
  const nextTo = (place: string): string[] =>
    pairs.flatMap(([from, to = '']) => (from === place ? [to] : []));
  const leadsBack = (begin: string): boolean => {
    const reached = new Set(nextTo(begin));
    // What is added meanwhile is looked at, too.
    for (const place of reached) for (const to of nextTo(place)) reached.add(to);
    return reached.has(begin);
  };
  return [...new Set(pairs.map(([from = '']) => from))].filter(leadsBack).toSorted();
}
