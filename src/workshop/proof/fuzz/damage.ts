/** Damages a valid message: its structure, then its bytes. */
import fc from 'fast-check';
import { jsonTexts, names } from './values.ts';

const at = fc.nat(10_000);

const jsonEdit = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('replace' as const), at, by: jsonTexts }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('remove' as const), at }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('rename' as const), at, by: names }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('repeat' as const), at }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('add' as const), at, by: names, value: jsonTexts }),
  },
);
type JsonEdit = typeof jsonEdit extends fc.Arbitrary<infer E> ? E : never;

/** A JSON text as a tree, so that it can hold a key twice or a value that is no JSON. */
type Tree = { text: string } | { keys: [string, Tree][] } | { items: Tree[] };

function grow(value: unknown): Tree {
  if (Array.isArray(value)) return { items: value.map(grow) };
  if (typeof value !== 'object' || value === null) return { text: JSON.stringify(value) };
  return { keys: Object.entries(value).map(([key, inner]) => [key, grow(inner)]) };
}

function written(tree: Tree): string {
  if ('text' in tree) return tree.text;
  if ('items' in tree) return `[${tree.items.map(written).join(',')}]`;
  const pairs = tree.keys.map(([key, inner]) => `${JSON.stringify(key)}:${written(inner)}`);
  return `{${pairs.join(',')}}`;
}

/** Every place in a tree: where it hangs, and under which number. */
function places(tree: Tree, found: [Tree, number][] = []): [Tree, number][] {
  const inner =
    'items' in tree ? tree.items : 'keys' in tree ? tree.keys.map(([, one]) => one) : [];
  for (const [number, one] of inner.entries()) {
    found.push([tree, number]);
    places(one, found);
  }
  return found;
}

function edit(tree: Tree, change: JsonEdit): void {
  const all = places(tree);
  const [parent, number] = all[change.at % Math.max(1, all.length)] ?? [];
  if (parent === undefined || number === undefined || 'text' in parent) return;
  if ('items' in parent) {
    const one = parent.items[number];
    if (change.do === 'replace') parent.items[number] = { text: change.by };
    else if (change.do === 'remove') parent.items.splice(number, 1);
    else if (one !== undefined) parent.items.push(one);
    return;
  }
  const pair = parent.keys[number];
  if (pair === undefined) return;
  if (change.do === 'replace') pair[1] = { text: change.by };
  else if (change.do === 'remove') parent.keys.splice(number, 1);
  else if (change.do === 'rename') pair[0] = change.by;
  else if (change.do === 'repeat') parent.keys.push([...pair]);
  else parent.keys.push([change.by, { text: change.value }]);
}

const byteEdit = fc.oneof(
  fc.record({ do: fc.constant('cut' as const), at }),
  fc.record({ do: fc.constant('flip' as const), at, bit: fc.nat(7) }),
  fc.record({
    do: fc.constant('insert' as const),
    at,
    bytes: fc.uint8Array({ minLength: 1, maxLength: 6 }),
  }),
  fc.record({ do: fc.constant('repeat' as const), at, length: fc.nat(200) }),
);
export type ByteEdit = typeof byteEdit extends fc.Arbitrary<infer E> ? E : never;

/** Changes of a message's bytes; mostly none. */
export const byteEdits = fc.oneof(
  { weight: 5, arbitrary: fc.constant([] as ByteEdit[]) },
  { weight: 1, arbitrary: fc.array(byteEdit, { minLength: 1, maxLength: 3 }) },
);

/** Carries them out. */
export function damaged(bytes: Buffer, edits: readonly ByteEdit[]): Buffer {
  let now = bytes;
  for (const one of edits) {
    const place = one.at % (now.length + 1);
    const [before, after] = [now.subarray(0, place), now.subarray(place)];
    if (one.do === 'cut') now = before;
    else if (one.do === 'insert') now = Buffer.concat([before, one.bytes, after]);
    else if (one.do === 'repeat')
      now = Buffer.concat([before, after.subarray(0, one.length), after]);
    else if (after.length > 0) {
      now = Buffer.from(now);
      now.writeUInt8(now.readUInt8(place) ^ (1 << one.bit), place);
    }
  }
  return now;
}

/** Returns bodies that were one of `valid` once. */
export function jsonBodies(valid: readonly object[]): fc.Arbitrary<Buffer> {
  return fc
    .tuple(fc.constantFrom(...valid), fc.array(jsonEdit, { maxLength: 3 }), byteEdits)
    .map(([value, edits, bytes]) => {
      const tree = grow(value);
      for (const change of edits) edit(tree, change);
      return damaged(Buffer.from(written(tree)), bytes);
    });
}
