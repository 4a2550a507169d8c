/** Few numbers, noisy: the middle one says most. */

/** @throws TypeError for no values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.ceil((sorted.length - 1) / 2)];
  if (low === undefined || high === undefined) throw new TypeError('the median of nothing');
  return (low + high) / 2;
}

/** The slope of the line through the points that leaves the least squares; y per x. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (at: 0 | 1) => points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  let above = 0;
  let below = 0;
  for (const [x, y] of points) {
    above += (x - meanX) * (y - meanY);
    below += (x - meanX) ** 2;
  }
  return above / below;
}

/**
 * Returns how often a value of `these` is above one of `those`, over all pairs, equal ones counted half: 0.5
 * if nothing distinguishes the two (the Mann-Whitney U statistic as a share).
 */
export function shareAbove(these: readonly number[], those: readonly number[]): number {
  const [high, low] = [these, those].map((values) => values.toSorted((a, b) => a - b));
  if (!high?.length || !low?.length) throw new TypeError('a share of nothing');
  let [below, upTo, sum] = [0, 0, 0];
  for (const value of high) {
    while (below < low.length && Number(low[below]) < value) below += 1;
    while (upTo < low.length && Number(low[upTo]) <= value) upTo += 1;
    sum += (below + upTo) / 2;
  }
  return sum / (high.length * low.length);
}
