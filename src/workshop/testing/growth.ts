/** How the work of a function grows with what it is given. */

/** Less is not measured: the clock of the processor's time is coarse. */
const leastUs = 4_000;
const maxRounds = 4_096;
/** Times the factor: what is measured is never quite that, and what is quadratic is far from it. */
const linear = 1.5;

function cpuUs(work: () => void, rounds: number): number {
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/**
 * By how much the processor's time grows from `of(size)` to `of(size * factor)`, the least of a few tries: about
 * `factor` if the work is linear, `factor` squared if it is quadratic. `of` makes the input before it is
 * measured.
 */
export function growthOf(of: (size: number) => () => void, size: number, factor: number): number {
  const [few, many] = [of(size), of(size * factor)];
  few();
  many();
  let rounds = 1;
  while (rounds < maxRounds && cpuUs(few, rounds) < leastUs) rounds *= 2;
  let least = Infinity;
  for (let left = 24; left > 0 && least > linear * factor; left -= 1) {
    const base = cpuUs(few, rounds);
    least = Math.min(least, cpuUs(many, rounds) / Math.max(base, 1));
    // Quadratic by far: no more of it.
    if (least > factor * factor * 4) break;
  }
  return least;
}
