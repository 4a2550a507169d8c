/**
 * Through which doors of the store a room may ask: `of` one account, without its cameras or with them, the directory, the
 * operator's. Whoever names the store as a whole has all of them.
 */
import { productFiles } from './product-files.ts';

const doors = ['account', 'tenant', 'directory', 'operator', 'whole'] as const;
type Door = (typeof doors)[number];

/** How each is named, in a type or by a call. */
const named: Readonly<Record<Door, RegExp>> = {
  account: /\bLinkingStore\b|\bstore\b[?!]?\s*\??\.\s*of\b/i,
  tenant: /\/tenant\.ts'|\bPick<\s*Store\s*,[^>]*'of'/,
  directory:
    /\/directory\.ts'|\bPick<\s*Store\s*,[^>]*'directory'|\bstore\b[?!]?\s*\??\.\s*directory\b/i,
  operator:
    /\/operator\.ts'|\bOperatorStore\b|\bPick<\s*Store\s*,[^>]*'operator'|\bstore\b[?!]?\s*\??\.\s*operator\b/i,
  whole: /(?<!\bPick<\s*)\bStore\b(?![^;{}]*\}\s*from\b)(?=\s*(?:[;,)\]}>[|&=]|$))/m,
};

/** The rooms that ask the store for anything, the innermost first. All other rooms may not. */
const rooms: readonly (readonly [room: string, may: readonly Door[]])[] = [
  // They ask after no camera, and nothing that is nobody's.
  ['edge/linking/', ['account', 'directory']],
  ['edge/http/', ['account', 'directory']],
  // Behind the door it is known whose request this is.
  ['wall/partitions/', ['account', 'tenant', 'operator']],
  ['wall/operator/', ['account', 'tenant', 'operator']],
  // They settle accounts of their own.
  ['tripwire/', doors],
  ['simulator/demo/', doors],
  ['bridge/', doors],
  ['cli/', doors],
  ['storage/', doors],
];

/** Returns, as `edge/http/x.ts: operator`, who of the product below the folder `source` names a door not meant for it. */
export function strayDoors(source: string): string[] {
  return productFiles(source).flatMap(({ path, text }) => {
    const may = rooms.find(([room]) => path.startsWith(room))?.[1] ?? [];
    return doors
      .filter((door) => !may.includes(door) && named[door].test(text))
      .map((door) => `${path}: ${door}`);
  });
}
