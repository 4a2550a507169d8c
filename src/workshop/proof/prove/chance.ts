/** Chance from a seed: the same seed gives the same choices, and no stream of choices disturbs another. */
import { createHash } from 'node:crypto';

export interface Chance {
  /** Returns a number from 0 up to, but not including, 1. */
  number(): number;
  /** Returns a whole number from 0 up to, but not including, `below`. */
  below(below: number): number;
  between(least: number, most: number): number;
  happens(probability: number): boolean;
  /** @throws RangeError if there is nothing to pick from. */
  pick<T>(list: readonly T[]): T;
  shuffled<T>(list: readonly T[]): T[];
  /** Returns choices of its own: independent of how many were made here. */
  of(name: string): Chance;
}

/** Chance named by `seed`. The generator is Bob Jenkins' small fast counting one (sfc32). */
export function createChance(seed: string): Chance {
  const digest = createHash('sha256').update(seed).digest();
  const state = Uint32Array.from([0, 4, 8, 12], (at) => digest.readUInt32LE(at));

  function number(): number {
    const [a = 0, b = 0, c = 0, count = 0] = state;
    const sum = (a + b + count) >>> 0;
    state[3] = count + 1;
    state[0] = b ^ (b >>> 9);
    state[1] = c + (c << 3);
    state[2] = ((c << 21) | (c >>> 11)) + sum;
    return sum / 2 ** 32;
  }

  const below = (end: number): number => Math.floor(number() * end);
  return {
    number,
    below,
    between: (least, most) => least + number() * (most - least),
    happens: (probability) => number() < probability,
    pick(list) {
      const at = below(list.length);
      if (at >= list.length) throw new RangeError('nothing to pick from');
      return list[at] as (typeof list)[number];
    },
    shuffled(list) {
      const left = [...list];
      return list.map(() => left.splice(below(left.length), 1)[0] as (typeof list)[number]);
    },
    of: (name) => createChance(`${seed}/${name}`),
  };
}
